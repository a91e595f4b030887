/** Shows the consent page: what is asked for, in words. */

import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import { apiResource } from '../src/oidc/resource.js';
import { missingConsentOf } from './consent.js';
import type { OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { type ConsentItem, consentPage, isKnownScope, type KnownScope } from './views/consent-page.js';

export function showConsent(ctx: Context, open: OpenInteraction, parts: InteractionParts): void {
  const { account } = open.state;
  if (account === null) throw new Error('Consent without a signed-in account.');
  const html = consentPage({
    ...interactionProps(ctx, open, parts),
    account: account.email,
    items: itemsOf(open, apiResource(parts.settings.issuer).identifier),
  });
  sendPage(ctx, html);
}

/** Our own scopes have words of their own; those of another resource are named with it. */
function itemsOf(open: OpenInteraction, ownResource: string): ConsentItem[] {
  const missing = missingConsentOf(open);
  // With prompt=consent nothing may be missing: then everything that was asked for is shown again.
  const asked = missing.scopes.length > 0 ? missing.scopes : requestedScopes(open);
  const named = new Set([...asked, ...missing.claims.flatMap((claim) => scopeOfClaim.get(claim) ?? [])]);
  const own = [...named].filter(isKnownScope).map((scope): ConsentItem => ({ scope }));
  const others = Object.entries(missing.resources).flatMap(([resource, scopes]) =>
    scopes.map((scope): ConsentItem => {
      return resource === ownResource && isKnownScope(scope) ? { scope } : { scope, resource };
    }),
  );
  return [...own, ...others];
}

/**
 * A claim asked for by itself (OpenID Connect Core section 5.5) is told in the words of the scope it belongs to: else an
 * application would get an address that its page never spoke of. Those of `openid` say nothing more about the person.
 */
const scopeOfClaim: ReadonlyMap<string, KnownScope> = new Map([
  ['name', 'profile'],
  ['locale', 'profile'],
  ['email', 'email'],
  ['email_verified', 'email'],
]);

function requestedScopes({ details }: OpenInteraction): string[] {
  const { scope } = details.params;
  return typeof scope === 'string' ? scope.split(' ') : [];
}

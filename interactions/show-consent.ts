/** Shows the consent page: what is asked for, in words. */

import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import { apiResource } from '../src/oidc/resource.js';
import { missingConsentOf } from './consent.js';
import type { OpenInteraction } from './open-interaction.js';
import { interactionProps } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { type ConsentItem, consentItems } from './views/consent-items.js';
import { consentPage } from './views/consent-page.js';

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

function itemsOf(open: OpenInteraction, ownResource: string): ConsentItem[] {
  const missing = missingConsentOf(open);
  // With prompt=consent nothing may be missing: then everything that was asked for is shown again.
  const scopes = missing.scopes.length > 0 ? missing.scopes : requestedScopes(open);
  return consentItems({ ...missing, scopes }, ownResource);
}

function requestedScopes({ details }: OpenInteraction): string[] {
  const { scope } = details.params;
  return typeof scope === 'string' ? scope.split(' ') : [];
}

/** Consent: what the relying party will see, allowed or denied, remembered per account and client. */

import type { Context } from 'koa';
import { recordEvents } from '../src/audit/audit-store.js';
import { seeOther } from '../src/http/see-other.js';
import { rememberConsent } from '../src/oidc/consent-store.js';
import { newGrant } from '../src/oidc/grant-session.js';
import { refuse } from './finish.js';
import { type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';

/** What the engine says is missing from the grant (its consent prompt's details). */
export interface MissingConsent {
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  readonly resources: Readonly<Record<string, readonly string[]>>;
}

export function missingConsentOf({ details }: OpenInteraction): MissingConsent {
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = details.prompt.details as {
    missingOIDCScope?: string[];
    missingOIDCClaims?: string[];
    missingResourceScopes?: Record<string, string[]>;
  };
  return { scopes: missingOIDCScope ?? [], claims: missingOIDCClaims ?? [], resources: missingResourceScopes ?? {} };
}

/** Act `allow`. The grant belongs to this session; the consent is remembered for the account. */
export async function allow(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  const { details, client, state } = open;
  const { accountId, uid: sessionUid } = details.session ?? {};
  if (accountId === undefined || sessionUid === undefined || state.account?.id !== accountId)
    throw new Error('Consent without a signed-in account.');
  const { Grant } = parts.provider;
  const grant =
    (details.grantId === undefined ? undefined : await Grant.find(details.grantId)) ??
    newGrant(parts.provider, { accountId, clientId: client.clientId, sessionUid });
  const missing = missingConsentOf(open);
  if (missing.scopes.length > 0) grant.addOIDCScope(missing.scopes.join(' '));
  if (missing.claims.length > 0) grant.addOIDCClaims([...missing.claims]);
  for (const [resource, scopes] of Object.entries(missing.resources))
    grant.addResourceScope(resource, scopes.join(' '));
  const grantId = await grant.save();
  const added = {
    scope: missing.scopes.join(' '),
    claims: missing.claims,
    resources: Object.fromEntries(Object.entries(missing.resources).map(([id, scopes]) => [id, scopes.join(' ')])),
  };
  await parts.database.transaction().execute(async (transaction) => {
    await rememberConsent(transaction, { accountId, clientId: client.clientId, added });
    await recordEvents(transaction, [
      {
        ...originOf(ctx, open),
        type: 'authorization.granted',
        subjectId: accountId,
        outcome: 'success',
        detail: added,
      },
    ]);
  });
  // Merged with the sign-in of the same authorization, so that its time (auth_time) does not move to the consent.
  const result = { consent: { grantId } };
  seeOther(ctx, await parts.provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true }));
}

/** Acts `deny` and `cancel`: back to the relying party with `access_denied` (RFC 6749 section 4.1.2.1). */
export async function deny(ctx: Context, open: OpenInteraction, parts: InteractionParts): Promise<void> {
  const subjectId = open.details.session?.accountId ?? null;
  await recordEvents(parts.database, [
    { ...originOf(ctx, open), type: 'authorization.denied', subjectId, outcome: 'failure' },
  ]);
  await refuse(ctx, parts, { error: 'access_denied', error_description: 'The person did not go on.' });
}

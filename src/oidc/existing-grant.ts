/** Finds or makes the grant of an authorization: from this flow's consent, the session, remembered consent, or a trusted client. */
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { RememberedConsent } from './consent.js';
import { newGrant } from './grant-session.js';

export interface ExistingGrantParts {
  /** What this account once allowed this client, or undefined. */
  findConsent(accountId: string, clientId: string): Promise<RememberedConsent | undefined>;
}

/**
 * The engine's `loadExistingGrant`. A grant belongs to one session, so that signing out in one browser ends nothing in
 * another; what is remembered between sessions is the consent, from which a new grant is made without asking.
 */
export function createLoadExistingGrant({ findConsent }: ExistingGrantParts) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { client, session, account, provider, result } = ctx.oidc;
    if (client === undefined || session === undefined || account === undefined) return undefined;
    const consented = (result as { consent?: { grantId?: string } } | undefined)?.consent?.grantId;
    const grantId = consented ?? session.grantIdFor(client.clientId);
    const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const parties = { accountId: account.accountId, clientId: client.clientId, sessionUid: session.uid };
    if (Reflect.get(client, 'skip_consent') === true) {
      const grant = existing ?? newGrant(provider, parties);
      await allowAllRequested(ctx, grant);
      return grant;
    }
    if (existing !== undefined) return existing;
    const remembered = await findConsent(account.accountId, client.clientId);
    if (remembered === undefined) return undefined;
    const grant = newGrant(provider, parties);
    if (remembered.scope !== '') grant.addOIDCScope(remembered.scope);
    if (remembered.claims.length > 0) grant.addOIDCClaims([...remembered.claims]);
    for (const [resource, scope] of Object.entries<string>(remembered.resources))
      grant.addResourceScope(resource, scope);
    await grant.save();
    return grant;
  };
}

/** For clients whose registration says that nobody need be asked. Saves only what is new. */
async function allowAllRequested(ctx: KoaContextWithOIDC, grant: Grant): Promise<void> {
  const before = JSON.stringify([grant.openid, grant.resources]);
  grant.addOIDCScope([...ctx.oidc.requestParamOIDCScopes].join(' '));
  const claims = [...ctx.oidc.requestParamClaims];
  if (claims.length > 0) grant.addOIDCClaims(claims);
  for (const [identifier, server] of Object.entries(ctx.oidc.resourceServers ?? {})) {
    const scopes = [...ctx.oidc.requestParamScopes].filter((scope) => server.scopes.has(scope));
    if (scopes.length > 0) grant.addResourceScope(identifier, scopes.join(' '));
  }
  if (JSON.stringify([grant.openid, grant.resources]) !== before) await grant.save();
}

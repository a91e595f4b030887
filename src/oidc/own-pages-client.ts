/** Our own pages as a client of our own authorization: they send people there to sign in, and never redeem a code. */
import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import { generateClientSecret, hashClientSecret } from './client-secret.js';

/** Cannot be a registered client's: those have UUIDs. */
export const ownPagesClientId = 'countersign-account';

/** Where the authorization sends people back to. */
export const ownPagesReturnPath = '/account/continue';

/**
 * In the engine's configuration, not in the database: there is nothing about it that an operator could change. Anybody can ask in
 * its name, with a challenge of their own, and consent is never asked for: so it has a secret that nobody has, not even this
 * server, without which no endpoint gives anything for its codes; and it is registered for no resource.
 */
export function ownPagesClient(issuer: string): ClientMetadata {
  return {
    client_id: ownPagesClientId,
    client_name: 'Your account',
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: hashClientSecret(generateClientSecret()),
    scope: 'openid',
    registered_scope: 'openid',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [`${issuer}${ownPagesReturnPath}`],
    skip_consent: true,
  };
}

/**
 * The ordinary authorization, whose only purpose is the session it leaves behind. The challenge belongs to a verifier that nobody
 * has, so that the code in the answer is worth nothing to whoever finds it (RFC 7636 section 4.6).
 * @param returnTo path of ours that the person wanted to see
 * @param isFreshWanted asks for password and second factor anew, whatever the session proves
 */
export function ownPagesSignInPath(
  issuer: string,
  { returnTo, isFreshWanted, uiLocales }: { returnTo: string; isFreshWanted: boolean; uiLocales?: string | null },
): string {
  const parameters = new URLSearchParams({
    client_id: ownPagesClientId,
    response_type: 'code',
    redirect_uri: `${issuer}${ownPagesReturnPath}`,
    scope: 'openid',
    code_challenge: randomBytes(32).toString('base64url'),
    code_challenge_method: 'S256',
    state: returnTo,
  });
  if (isFreshWanted) parameters.set('prompt', 'login');
  if (uiLocales) parameters.set('ui_locales', uiLocales);
  return `/authorize?${parameters}`;
}

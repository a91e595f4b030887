/** The OpenID Connect part of the relying party: openid-client does the checking, this says what to ask for. */
import * as oidc from 'openid-client';

/** What a sign-in is for: the person, or a token for Countersign's API. */
export type Purpose = 'sign_in' | 'call_api';

/** Kept from the request to the callback, so that the answer can be tied to this browser and this request. */
export interface PendingSignIn {
  readonly purpose: Purpose;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly isMfaDemanded: boolean;
}

export interface Tokens {
  readonly idToken: string;
  readonly claims: oidc.IDToken;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
}

/** The assurance that is asked for with `acr_values`, and that must come back as `acr`. */
export const mfaAcr = 'urn:countersign:acr:mfa';

/** The relying party was told less than it demanded. */
export class AssuranceTooLow extends Error {
  override readonly name = 'AssuranceTooLow';
}

/** Reads the issuer's discovery document. Http is allowed because this is one machine talking to itself. */
export async function discover(issuer: string, clientId: string, clientSecret: string): Promise<oidc.Configuration> {
  const authentication = oidc.ClientSecretBasic(clientSecret);
  const options = { execute: [oidc.allowInsecureRequests] };
  return oidc.discovery(new URL(issuer), clientId, undefined, authentication, options);
}

/** Where to send the browser, and what to remember until it comes back. */
export async function beginSignIn(
  config: oidc.Configuration,
  { purpose, isMfaDemanded, redirectUri }: Pick<PendingSignIn, 'purpose' | 'isMfaDemanded'> & { redirectUri: string },
): Promise<{ readonly url: URL; readonly pending: PendingSignIn }> {
  const pending: PendingSignIn = {
    purpose,
    isMfaDemanded,
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    codeVerifier: oidc.randomPKCECodeVerifier(),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...(isMfaDemanded ? { acr_values: mfaAcr } : {}),
    // A token for an API is not one for userinfo, so the two are asked for one after the other.
    ...(purpose === 'call_api'
      ? { scope: 'openid account', resource: apiOf(config) }
      : { scope: 'openid profile email' }),
  });
  return { url, pending };
}

/** Redeems the code. openid-client verifies `iss`, `state`, `nonce`, PKCE and the ID token; `acr` is for us to compare. */
export async function finishSignIn(config: oidc.Configuration, callback: URL, pending: PendingSignIn): Promise<Tokens> {
  const answer = await oidc.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: pending.codeVerifier,
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  });
  const tokens = tokensOf(answer);
  if (pending.isMfaDemanded && tokens.claims.acr !== mfaAcr) {
    throw new AssuranceTooLow(`Asked for ${mfaAcr}, got ${String(tokens.claims.acr)}.`);
  }
  return tokens;
}

/** New tokens for the old refresh token, which is spent with it. */
export async function refresh(config: oidc.Configuration, { refreshToken }: Tokens): Promise<Tokens> {
  if (refreshToken === undefined) throw new Error('There is no refresh token.');
  const answer = await oidc.refreshTokenGrant(config, refreshToken);
  const renewed = tokensOf(answer);
  return { ...renewed, refreshToken: renewed.refreshToken ?? refreshToken };
}

/** `ISSUER/api`, the resource that Countersign's own API is. */
export function apiOf(config: oidc.Configuration): string {
  return `${config.serverMetadata().issuer}/api`;
}

function tokensOf(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers): Tokens {
  const claims = answer.claims();
  if (claims === undefined || answer.id_token === undefined) throw new Error('No ID token came.');
  return {
    idToken: answer.id_token,
    claims,
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
  };
}

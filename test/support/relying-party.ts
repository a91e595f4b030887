/** A relying party made of openid-client: builds authorization requests, redeems codes, refreshes, asks. */
import * as oidc from 'openid-client';
import type { TestServer } from './test-server.js';

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

export interface RelyingParty {
  readonly clientId: string;
  readonly config: oidc.Configuration;
  /** An authorization URL with PKCE, state and nonce; `parameters` are added or replace. */
  authorizationUrl(parameters?: Record<string, string>): Promise<string>;
  /** Redeems the code of the address the browser was sent to; openid-client checks state, nonce, iss and signature. */
  redeem(leftFor: URL | undefined, options?: oidc.AuthorizationCodeGrantOptions): Promise<Tokens>;
  refresh(refreshToken: string | undefined): Promise<Awaited<ReturnType<typeof oidc.refreshTokenGrant>>>;
  userInfo(tokens: Tokens): Promise<oidc.UserInfoResponse>;
  introspect(token: string): Promise<oidc.IntrospectionResponse>;
}

/** For a client of `server.addClient`. */
export async function newRelyingParty(
  server: Pick<TestServer, 'issuer'>,
  client: { clientId: string; clientSecret: string | undefined; redirectUri: string },
): Promise<RelyingParty> {
  const authentication = client.clientSecret === undefined ? oidc.None() : undefined;
  const config = await oidc.discovery(new URL(server.issuer), client.clientId, client.clientSecret, authentication, {
    execute: [oidc.allowInsecureRequests],
  });
  let verifier = '';
  let state = '';
  let nonce = '';
  let maxAge: string | undefined;
  return {
    clientId: client.clientId,
    config,
    async authorizationUrl(parameters = {}) {
      verifier = oidc.randomPKCECodeVerifier();
      state = oidc.randomState();
      nonce = oidc.randomNonce();
      maxAge = parameters.max_age;
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: client.redirectUri,
        scope: 'openid email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...parameters,
      });
      return url.href;
    },
    async redeem(leftFor, options) {
      if (leftFor === undefined) throw new Error('the browser is not back at the relying party');
      const checks = {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
      };
      return oidc.authorizationCodeGrant(config, leftFor, checks, undefined, options);
    },
    refresh: (refreshToken = '') => oidc.refreshTokenGrant(config, refreshToken),
    userInfo: (tokens) =>
      oidc.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? oidc.skipSubjectCheck),
    introspect: (token) => oidc.tokenIntrospection(config, token),
  };
}

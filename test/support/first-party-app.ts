/** An application of the operator's own that signs people in without our pages: it reads discovery, asks, and redeems. */
import * as oidc from 'openid-client';
import { newRelyingParty, type RelyingParty } from './relying-party.js';
import { type TestServer, testPassword } from './test-server.js';

/** An answer of the authorization challenge endpoint. */
export interface ChallengeReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly authorization_code?: string;
    readonly iss?: string;
    readonly error?: string;
    readonly error_description?: string;
    readonly auth_session?: string;
    readonly missing?: readonly string[];
    readonly request_uri?: string;
    readonly [member: string]: unknown;
  };
}

type TestClient = Awaited<ReturnType<TestServer['addClient']>>;

export interface FirstPartyApp {
  readonly party: RelyingParty;
  /** The first request: e-mail, password, PKCE and nonce; `parameters` are added, replace, or with undefined are left out. */
  begin(
    email: string,
    parameters?: Readonly<Record<string, string | undefined>>,
    password?: string,
  ): Promise<ChallengeReply>;
  /** A later request. */
  sendCode(reply: Pick<ChallengeReply, 'body'>, otp: string): Promise<ChallengeReply>;
  /** Redeems the code of the last sign-in; openid-client checks iss, nonce, PKCE and signature. */
  redeem(reply: ChallengeReply): ReturnType<RelyingParty['redeem']>;
}

/** Sends a form to the endpoint, as whoever has these credentials. */
export async function challenge(
  { issuer }: Pick<TestServer, 'issuer'>,
  form: Readonly<Record<string, string | undefined>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ChallengeReply> {
  const given =
    typeof form === 'string' ? [] : Object.entries(form).flatMap(([n, v]) => (v === undefined ? [] : [[n, v]]));
  const response = await fetch(`${issuer}/authorize-challenge`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(given).toString(),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

/** For a client of `server.addClient` with `first_party_challenge`. */
export async function newFirstPartyApp(server: TestServer, client: TestClient): Promise<FirstPartyApp> {
  const party = await newRelyingParty(server, client);
  const credentials = { client_id: client.clientId, client_secret: client.clientSecret };
  let verifier = '';
  let nonce = '';
  return {
    party,
    async begin(email, parameters = {}, password = testPassword) {
      verifier = oidc.randomPKCECodeVerifier();
      nonce = oidc.randomNonce();
      return challenge(server, {
        ...credentials,
        response_type: 'code',
        redirect_uri: client.redirectUri,
        scope: 'openid email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        nonce,
        username: email,
        password,
        ...parameters,
      });
    },
    sendCode: ({ body }, otp) => challenge(server, { ...credentials, auth_session: body.auth_session, otp }),
    async redeem({ status, text, body }) {
      if (body.authorization_code === undefined) throw new Error(`no code: ${status} ${text}`);
      const answer = new URL(client.redirectUri);
      answer.searchParams.set('code', body.authorization_code);
      answer.searchParams.set('iss', body.iss ?? '');
      return oidc.authorizationCodeGrant(party.config, answer, { pkceCodeVerifier: verifier, expectedNonce: nonce });
    },
  };
}

/** A request to the authorization challenge endpoint: who asks, checked by the engine, and what they ask for. */
import type { Context } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type ChallengeAnswer, challengeRefusal } from './authorize-challenge-answer.js';
import type { ChallengeParts } from './authorize-challenge-parts.js';
import { mayUseChallenge } from './client-registration.js';
import { currentScope } from './current-scope.js';
import { recordIdOf, recordKey } from './record-row.js';

export type EngineClient = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;
export type Parameters = Readonly<Record<string, string>>;

export interface ChallengeRequest {
  readonly ctx: Context;
  readonly form: ReadonlyMap<string, string>;
  readonly ip: string;
  readonly userAgent: string;
  /** Adds facts to the log's line of this request. */
  note(facts: Readonly<Record<string, string>>): void;
}

type Authenticated<More> =
  | (More & { readonly ok: true; readonly client: EngineClient; readonly allow: Allow })
  | Turned;
/** Adds what the engine's answer says of pages elsewhere: whether the asking one may read ours. */
type Allow = (answer: ChallengeAnswer) => ChallengeAnswer;
/** The engine's own refusal, or ours. */
export interface Turned {
  readonly ok: false;
  readonly answer: ChallengeAnswer;
}

/** What of an authorization request means something without a browser. */
const requestParameters = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'resource',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'acr_values',
  'claims',
  'max_age',
  'dpop_jkt',
  'ui_locales',
] as const;

const authenticationParameters = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'] as const;

/** These would have to be obeyed, and cannot be here. `state` can be ignored: nothing comes back through a browser. */
const impossibleParameters = ['prompt', 'request', 'request_uri', 'response_mode', 'id_token_hint'] as const;

/** A pushed request as the engine keeps it, and how it is given up again. */
export interface Pushed {
  readonly parameters: Parameters;
  readonly requestUri: string;
  readonly expiresIn: number;
  /** It will not be needed: nothing of it is written. */
  forget(): void;
}

/**
 * The first request of a sign-in, as the pushed request (RFC 9126) that it is but for the password: the engine authenticates the
 * client and checks every parameter.
 */
export async function checkFirstRequest(
  { ctx, form }: ChallengeRequest,
  { provider, askEngine }: ChallengeParts,
): Promise<Authenticated<{ readonly pushed: Pushed }>> {
  const impossible = impossibleParameters.find((name) => form.has(name));
  if (impossible !== undefined) return refused(`${impossible} cannot be used at this endpoint`);
  const parameters = pick(form, requestParameters);
  if (parameters.redirect_uri === undefined) {
    const [only, ...others] = (await provider.Client.find(parameters.client_id ?? ''))?.redirectUris ?? [];
    if (only !== undefined && others.length === 0) parameters.redirect_uri = only;
  }
  const asked = { ...pick(form, authenticationParameters), ...parameters };
  const inner = await askEngine(ctx, { method: 'POST', path: '/par', form: asked });
  const { client } = inner.oidc;
  const record = inner.oidc.entities.PushedAuthorizationRequest;
  if (inner.status !== 201 || client === undefined || record === undefined)
    return { ok: false, answer: answerOf(inner) };
  const body = inner.body as { request_uri: string; expires_in: number };
  const forget = () => currentScope()?.takeBack(recordKey('PushedAuthorizationRequest', recordIdOf(record.jti)));
  const pushed = { parameters, requestUri: body.request_uri, expiresIn: body.expires_in, forget };
  const unwelcome = unwelcomeClient(client) ?? missingChallenge(parameters);
  const allow = allowAs(inner);
  if (unwelcome === undefined) return { ok: true, client, pushed, allow };
  forget();
  return { ok: false, answer: allow(unwelcome) };
}

/**
 * The client of a later request. The engine authenticates clients at its endpoints only; revoking a token that nobody has does
 * that and nothing else (RFC 7009 section 2.2).
 */
export async function authenticateClient(
  { ctx, form }: ChallengeRequest,
  { askEngine }: ChallengeParts,
): Promise<Authenticated<object>> {
  const scope = currentScope();
  for (const model of ['AccessToken', 'ClientCredentials', 'RefreshToken'])
    scope?.learnAbsence(recordKey(model, recordIdOf(nobodysToken)));
  const asked = { ...pick(form, authenticationParameters), token: nobodysToken };
  const inner = await askEngine(ctx, { method: 'POST', path: '/revoke', form: asked });
  const { client } = inner.oidc;
  if (inner.status !== 200 || client === undefined) return { ok: false, answer: answerOf(inner) };
  const unwelcome = unwelcomeClient(client);
  const allow = allowAs(inner);
  return unwelcome === undefined ? { ok: true, client, allow } : { ok: false, answer: allow(unwelcome) };
}

/** May a page of this origin ask? As at the token endpoint. */
export async function preflight(
  ctx: Context,
  { askEngine }: Pick<ChallengeParts, 'askEngine'>,
): Promise<ChallengeAnswer> {
  return answerOf(await askEngine(ctx, { method: 'OPTIONS', path: '/par' }));
}

/** Too short to be one of the engine's. */
const nobodysToken = 'none';

/** Headers of the engine's answer that belong to ours. Never a cookie. */
const keptHeaders = [
  'www-authenticate',
  'vary',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
];

function allowAs(inner: KoaContextWithOIDC): Allow {
  return (answer) => ({ ...answer, headers: { ...headersOf(inner), ...answer.headers } });
}

function headersOf({ response }: KoaContextWithOIDC): Record<string, string> {
  const given = keptHeaders.map((name) => [name, response.get(name) as unknown] as const);
  return Object.fromEntries(
    given.filter((one): one is [string, string] => typeof one[1] === 'string' && one[1] !== ''),
  );
}

function answerOf(inner: KoaContextWithOIDC): ChallengeAnswer {
  return { status: inner.status, body: inner.body, headers: headersOf(inner) };
}

function pick(form: ReadonlyMap<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = form.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The registration decides; a client registered before the rules were stricter counts by today's. */
function unwelcomeClient(client: EngineClient): ChallengeAnswer | undefined {
  const isWelcome = Reflect.get(client, 'first_party_challenge') === true && mayUseChallenge(client.metadata());
  if (isWelcome) return undefined;
  return challengeRefusal(400, 'unauthorized_client', 'This client is not registered for sign-ins without our pages.');
}

/** The engine lets confidential clients do without; here the code travels through an app. */
function missingChallenge({ code_challenge: challenge }: Parameters): ChallengeAnswer | undefined {
  return challenge === undefined
    ? challengeRefusal(400, 'invalid_request', 'code_challenge is required, with code_challenge_method=S256.')
    : undefined;
}

function refused(sentence: string): Turned {
  return { ok: false, answer: challengeRefusal(400, 'invalid_request', sentence) };
}

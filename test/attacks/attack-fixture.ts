/** What an attack begins with: enrolled people, clients, and sign-ins that have come as far as the attacker's knowledge takes them. */
import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { findAccountById } from '../../src/accounts/account-store.js';
import { attemptIdOf, recordPassword } from '../../src/login/login-attempt-store.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { confirm, givenPendingEnrolment } from '../mfa/factor-fixture.js';
import { hiddenField, newPerson, type Page, type Person } from '../support/person.js';
import { redirectUri, type TestServer } from '../support/test-server.js';
import { type RawAnswer, sendForm } from './raw-request.js';

export type TestClient = Awaited<ReturnType<TestServer['addClient']>>;

/** RFC 7636 appendix B: any verifier will do, and one for all makes codes interchangeable for the attacker. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const challenge = createHash('sha256').update(verifier).digest('base64url');

/** An authorization request of the client; undefined takes a parameter out. */
export function authorizeUrl(
  server: Pick<TestServer, 'issuer'>,
  client: Pick<TestClient, 'clientId'>,
  parameters: Record<string, string | undefined> = {},
): string {
  const all: Record<string, string | undefined> = {
    client_id: client.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email',
    state: 'state-of-the-client',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...parameters,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${server.issuer}/authorize?${new URLSearchParams(given)}`;
}

export interface Enrolled {
  readonly account: Account;
  readonly email: string;
  readonly seed: string;
  readonly backupCodes: readonly string[];
}

/** A second node on the same database: another port, the same public address. */
export async function anotherNode(server: TestServer, env: Record<string, string> = {}): Promise<TestServer> {
  return { ...(await server.again(env)), issuer: server.issuer };
}

let people = 0;

/** A new account with an authenticator app and backup codes, confirmed ten minutes ago by the server's clock. */
export async function enrolledAccount(
  server: TestServer,
  options: Parameters<TestServer['addAccount']>[1] = {},
): Promise<Enrolled> {
  people += 1;
  const email = `person-${people}@example.com`;
  const added = await server.addAccount(email, options);
  const pending = await givenPendingEnrolment(server.database, added);
  const now = new Date(server.clock.now().getTime() - 600_000);
  const confirmed = await confirm(server.database, added, pending, { now });
  if (!confirmed.ok) throw new Error(confirmed.because);
  const account = (await findAccountById(server.database, added.id))?.account;
  if (account === undefined) throw new Error('the account is gone');
  return { account, email, seed: pending.enrolment.seed, backupCodes: confirmed.backupCodes };
}

/** The code of the step at the server's time, or so many steps from it. */
export function codeNow(server: Pick<TestServer, 'clock'>, { seed }: Pick<Enrolled, 'seed'>, steps = 0): string {
  return codeAtStep(seed, stepAt(server.clock.now()) + steps);
}

/** Six digits that are none of the codes around now. */
export function wrongCode(server: Pick<TestServer, 'clock'>, { seed }: Pick<Enrolled, 'seed'>): string {
  const present = stepAt(server.clock.now());
  const right = new Set(Array.from({ length: 61 }, (_, index) => codeAtStep(seed, present - 30 + index)));
  for (let guess = 0; ; guess += 1) {
    const digits = String(guess).padStart(6, '0');
    if (!right.has(digits)) return digits;
  }
}

/** One sign-in in one browser, with what its forms need. */
export interface SignIn {
  readonly person: Person;
  readonly uid: string;
  readonly csrf: string;
}

/** A sign-in on its first page. */
export async function beginSignIn(
  server: TestServer,
  client: TestClient,
  { parameters = {}, person = newPerson(server.issuer) }: { parameters?: Record<string, string>; person?: Person } = {},
): Promise<SignIn> {
  const page = await person.open(authorizeUrl(server, client, parameters));
  return signInOf(person, page);
}

/** Who knows the password stands here: the challenge is next. Written directly, because each hash costs 50 ms. */
export async function signInAtChallenge(
  server: TestServer,
  client: TestClient,
  { account }: Pick<Enrolled, 'account'>,
  options: { parameters?: Record<string, string>; person?: Person } = {},
): Promise<SignIn> {
  const signIn = await beginSignIn(server, client, options);
  const key = { id: attemptIdOf(signIn.uid), accountId: account.id, generation: account.generation };
  await recordPassword(server.database, key);
  return signIn;
}

/** The sign-in that a page belongs to. */
export function signInOf(person: Person, page: Page): SignIn {
  const uid = /\/interaction\/([^/?#]+)/.exec(page.url)?.[1];
  const csrf = hiddenField(page.html, 'csrf');
  if (uid === undefined || csrf === undefined) throw new Error(`not a page of a sign-in: ${page.status} ${page.url}`);
  return { person, uid, csrf };
}

/** The Cookie header that the person's browser sends to a path. */
export function cookiesFor({ cookies }: Pick<Person, 'cookies'>, path: string): string {
  return [...cookies]
    .filter(([, cookie]) => path === cookie.path || path.startsWith(`${cookie.path.replace(/\/$/, '')}/`))
    .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
    .join('; ');
}

/** Sends an act of a sign-in to any node, and follows nothing: for many at the same moment. */
export function sendAct(
  node: Pick<TestServer, 'issuer' | 'port'>,
  { person, uid, csrf }: SignIn,
  act: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const path = `/interaction/${uid}`;
  const own = { Host: new URL(node.issuer).host, Origin: node.issuer, Cookie: cookiesFor(person, path) };
  return sendForm(node.port, path, { csrf, act, ...fields }, { ...own, ...headers });
}

/** Sends a form to an endpoint for programs, as the client, on any node. */
export function sendAsClient(
  node: Pick<TestServer, 'issuer' | 'port'>,
  target: string,
  { clientId, clientSecret }: Pick<TestClient, 'clientId' | 'clientSecret'>,
  form: Record<string, string>,
): Promise<RawAnswer> {
  const credentials = { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
  const headers = { Host: new URL(node.issuer).host, Accept: 'application/json' };
  return sendForm(node.port, target, { ...credentials, ...form }, headers);
}

/** Redeems a code. */
export function redeem(
  node: Pick<TestServer, 'issuer' | 'port'>,
  client: TestClient,
  code: string,
  form: Record<string, string> = {},
): Promise<RawAnswer> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri, code_verifier: verifier };
  return sendAsClient(node, '/token', client, { ...grant, ...form });
}

/** The code in the address the browser was sent to. */
export function codeFrom({ leftFor, html, status }: Page): string {
  const code = leftFor?.searchParams.get('code');
  if (code == null) throw new Error(`no code: ${status} ${leftFor?.href ?? html.slice(0, 300)}`);
  return code;
}

/** The tokens of a 200 answer. */
export function tokensOf(answer: RawAnswer): {
  access_token: string;
  refresh_token: string;
  id_token: string;
  scope: string;
} {
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.any(String)]);
  return JSON.parse(answer.text);
}

/** The claims of a JWT, unverified: what its reader would act on. */
export function claimsOf(jwt: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
}

/** Wrong codes counted against an account, over all kinds and browsers. */
export async function failuresCounted(server: Pick<TestServer, 'database'>, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT coalesce(sum(cardinality(failed_at)), 0)::int AS count
    FROM factor_budget WHERE account_id = ${accountId}::uuid`.execute(server.database);
  return rows[0]?.count ?? 0;
}

/** `count` things made one after another or a few at once, so that preparation does not starve itself. */
export async function many<T>(count: number, make: (index: number) => Promise<T>, atOnce = 8): Promise<T[]> {
  const made: T[] = [];
  for (let from = 0; from < count; from += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => make(from + index));
    made.push(...(await Promise.all(batch)));
  }
  return made;
}

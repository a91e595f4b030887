/** Every gate at which something that was obtained earlier is shown, as one table: what a person holds, and what each thing yields now. */
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { findAccountById } from '../../src/accounts/account-store.js';
import { browserIdOf } from '../../src/login/known-browser-store.js';
import { reserveGuess } from '../../src/mfa/budget-store.js';
import { newPerson, type Page, type Person } from '../support/person.js';
import type { TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  codeFrom,
  codeNow,
  cookiesFor,
  type Enrolled,
  redeem,
  type SignIn,
  sendAct,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendRaw } from './raw-request.js';

/** Where this takes place. `client` may have refresh tokens and tokens for our own API; `television` is a device. */
export interface Scene {
  readonly server: TestServer;
  readonly client: TestClient;
  readonly consentClient: TestClient;
  readonly television: TestClient;
}

/** Whoever holds it all: with an authenticator app, or with a password alone. */
export interface Holder {
  readonly account: Account;
  readonly enrolled: Enrolled | null;
}

/** Everything that somebody who is signed in, or about to be, can have in hand. */
export interface Holdings {
  readonly holder: Holder;
  readonly person: Person;
  readonly tokens: { readonly access_token: string; readonly refresh_token: string };
  readonly apiToken: string;
  /** Not redeemed yet. */
  readonly code: string;
  /** Past the password in another browser. */
  readonly pending: SignIn;
  /** Past all proofs, at the page about the backup codes that are left; null without any. */
  readonly atLastPage: SignIn | null;
  /** Finished, and on the way back into the authorization. */
  readonly resuming: { readonly person: Person; readonly path: string };
  readonly consent: SignIn;
  /** Approved by the person, and not yet asked for by the device. */
  readonly approvedDevice: string;
  /** At the page that asks whether this is the person's device. */
  readonly pendingDevice: { readonly person: Person; readonly deviceCode: string };
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const totpSeconds = 30;

export async function takeHoldings(scene: Scene, holder: Holder): Promise<Holdings> {
  const { server, client, consentClient } = scene;
  const person = newPerson(server.issuer);
  const tokens = tokensOf(await redeem(server, client, codeFrom(await signIn(scene, holder, person))));
  const api = { scope: 'openid account', resource: `${server.issuer}/api` };
  const apiPage = await person.open(authorizeUrl(server, client, api));
  const apiTokens = tokensOf(await redeem(server, client, codeFrom(apiPage)));
  const approved = await atDevicePage(scene, person);
  await person.submit();
  const tab = newPerson(server.issuer);
  shareCookies(person, tab);
  const pendingDevice = await atDevicePage(scene, tab);
  shareCookies(tab, person);
  const asked = await person.open(authorizeUrl(server, consentClient));
  const consent = {
    person,
    uid: asked.url.split('/').at(-1) ?? '',
    csrf: /name="csrf" value="([^"]+)"/.exec(asked.html)?.[1] ?? '',
  };
  return {
    holder,
    person,
    tokens,
    apiToken: apiTokens.access_token,
    code: codeFrom(await person.open(authorizeUrl(server, client))),
    pending: await signInAtChallenge(server, client, holder),
    atLastPage: await atLastPage(scene, holder),
    resuming: await resuming(scene, holder),
    consent,
    approvedDevice: approved.deviceCode,
    pendingDevice,
  };
}

/** Signs in from the password on; whoever has no app is through with it. */
export async function signIn(
  { server, client }: Scene,
  holder: Holder,
  person: Person,
  parameters: Record<string, string> = {},
): Promise<Page> {
  const { uid } = await signInAtChallenge(server, client, holder, { person, parameters });
  if (holder.enrolled === null) return person.open(`/interaction/${uid}`);
  const page = await person.act('verify_factor', { code: codeNow(server, holder.enrolled) });
  server.clock.move(totpSeconds);
  return page;
}

/** Two tabs of one browser: the same cookies, each with a page of its own. */
function shareCookies(from: Person, to: Person): void {
  for (const [key, value] of from.cookies) to.cookies.set(key, value);
}

async function atDevicePage({ server, television }: Scene, person: Person) {
  const begun = await sendAsClient(server, '/device/auth', television, { scope: 'openid' });
  const { device_code: deviceCode, user_code: userCode } = JSON.parse(begun.text);
  await person.open('/device');
  await person.submit({ user_code: userCode });
  return { person, deviceCode: String(deviceCode) };
}

async function atLastPage({ server, client }: Scene, holder: Holder): Promise<SignIn | null> {
  const code = holder.enrolled?.backupCodes[0];
  if (code === undefined) return null;
  const signIn = await signInAtChallenge(server, client, holder);
  await sendAct(server, signIn, 'verify_factor', { code });
  return signIn;
}

async function resuming({ server, client }: Scene, holder: Holder) {
  const signIn = await signInAtChallenge(server, client, holder);
  const answer = await finishAct(server, signIn, holder);
  return { person: signIn.person, path: answer.headers.location ?? '' };
}

function finishAct(server: TestServer, signIn: SignIn, { enrolled }: Holder): Promise<RawAnswer> {
  if (enrolled === null) {
    const path = `/interaction/${signIn.uid}`;
    return get(server, path, { Accept: 'text/html', Cookie: cookiesFor(signIn.person, path) });
  }
  const code = codeNow(server, enrolled);
  server.clock.move(totpSeconds);
  return sendAct(server, signIn, 'verify_factor', { code });
}

function get(server: TestServer, target: string, headers: Record<string, string>): Promise<RawAnswer> {
  return sendRaw({ port: server.port, target, headers: { Host: new URL(server.issuer).host, ...headers } });
}

/** What a gate gave: an empty list is what a change owes; codes can be redeemed, and tokens used, to see what they are worth. */
export interface Yield {
  readonly codes: readonly string[];
  readonly tokens: readonly { readonly access_token: string; readonly refresh_token?: string }[];
  /** Anything else that was given, in words. */
  readonly other: readonly string[];
}

const nothing: Yield = { codes: [], tokens: [], other: [] };
const codeOf = ({ leftFor }: Page): Yield => {
  const code = leftFor?.searchParams.get('code');
  return code == null ? nothing : { ...nothing, codes: [code] };
};
const tokensIn = (answer: RawAnswer): Yield =>
  answer.status === 200 ? { ...nothing, tokens: [JSON.parse(answer.text)] } : nothing;
const given = (isGiven: boolean, what: string): Yield => (isGiven ? { ...nothing, other: [what] } : nothing);

type Gate = (scene: Scene, held: Holdings) => Promise<Yield>;

/** By name. Each may be tried once. */
export const gates: Readonly<Record<string, Gate>> = {
  'an open session, asked silently': async ({ server, client }, { person }) =>
    codeOf(await person.open(authorizeUrl(server, client, { prompt: 'none' }))),
  'an open session': async ({ server, client }, { person }) => codeOf(await person.open(authorizeUrl(server, client))),
  'the refresh token': async ({ server, client }, { tokens }) =>
    tokensIn(
      await sendAsClient(server, '/token', client, {
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
      }),
    ),
  'a code not redeemed yet': async ({ server, client }, { code }) => tokensIn(await redeem(server, client, code)),
  userinfo: async ({ server }, { tokens }) => {
    const answer = await get(server, '/userinfo', { Authorization: `Bearer ${tokens.access_token}` });
    return given(answer.status === 200, answer.text);
  },
  introspection: async ({ server, client }, { tokens, apiToken }) => {
    const asked = [tokens.access_token, tokens.refresh_token, apiToken];
    const answers = await Promise.all(asked.map((token) => sendAsClient(server, '/introspect', client, { token })));
    return { ...nothing, other: answers.map(({ text }) => text).filter((text) => JSON.parse(text).active !== false) };
  },
  'our own API': async ({ server }, { holder, apiToken }) => {
    const answer = await get(server, `/api/users/${holder.account.id}`, { Authorization: `Bearer ${apiToken}` });
    return given(answer.status === 200, answer.text);
  },
  'a sign-in at the second factor': async ({ server }, { pending, holder }) => {
    const answer = await finishAct(server, pending, holder);
    const { location } = answer.headers;
    const yielded = location === undefined ? nothing : codeOf(await pending.person.open(location));
    return yielded.codes.length > 0 ? yielded : codeOf(await pending.person.open(`/interaction/${pending.uid}`));
  },
  'a sign-in at its last page': async ({ server }, { atLastPage: signIn }) => {
    if (signIn === null) return nothing;
    const answer = await sendAct(server, signIn, 'continue');
    return answer.headers.location === undefined ? nothing : codeOf(await signIn.person.open(answer.headers.location));
  },
  'a sign-in on its way back': async (_scene, { resuming: { person, path } }) => codeOf(await person.open(path)),
  'the consent page': async ({ server }, { consent }) => {
    const answer = await sendAct(server, consent, 'allow');
    return answer.headers.location === undefined ? nothing : codeOf(await consent.person.open(answer.headers.location));
  },
  'an approved device': async ({ server, television }, { approvedDevice }) =>
    tokensIn(await pollAs(server, television, approvedDevice)),
  'a device about to be approved': async ({ server, television }, { person, pendingDevice }) => {
    const { person: tab, deviceCode } = pendingDevice;
    shareCookies(person, tab);
    await tab.submit();
    return tokensIn(await pollAs(server, television, deviceCode));
  },
  'the account pages': async ({ server }, { person }) => {
    const answer = await get(server, '/account', { Accept: 'text/html', Cookie: cookiesFor(person, '/account') });
    return given(answer.status === 200, answer.text);
  },
  'the budget of a browser that is known': async ({ server }, { holder, person }) => {
    const secret = person.cookies.get('countersign_browser /')?.value ?? '';
    const reserved = await reserveGuess(server.database, {
      accountId: holder.account.id,
      kind: 'totp',
      browserId: browserIdOf(secret),
      dailyAttempts: 1000,
      onlyIf: undefined,
      read: sql`SELECT 1`,
    });
    return given(reserved.ok && reserved.reservation.browser !== '', 'a budget of its own');
  },
};

function pollAs(server: TestServer, television: TestClient, deviceCode: string): Promise<RawAnswer> {
  return sendAsClient(server, '/token', television, { grant_type: deviceGrant, device_code: deviceCode });
}

/** The account as it is now. */
export async function accountNow({ server }: Pick<Scene, 'server'>, id: string): Promise<Account> {
  const reading = await findAccountById(server.database, id);
  if (reading === undefined) throw new Error('the account is gone');
  return reading.account;
}

/** A sign-in belongs to the browser it began in: its address, its cookie and its session must all be that browser's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hiddenField, newPerson, textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  beginSignIn,
  codeFrom,
  codeNow,
  cookiesFor,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAct,
  signInAtChallenge,
  signInOf,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { type RawAnswer, sendForm, sendRaw } from './raw-request.js';

let server: TestServer;
let client: TestClient;
let consentClient: TestClient;
let victim: Enrolled;
let attacker: Enrolled;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient();
  consentClient = await server.addClient({ skip_consent: false });
  [victim, attacker] = [await enrolledAccount(server), await enrolledAccount(server)];
});

afterAll(() => server.stop());

const get = (target: string, cookie: string): Promise<RawAnswer> =>
  sendRaw({ port: server.port, target, headers: { Host: hostOf(), Accept: 'text/html', Cookie: cookie } });

const post = (target: string, cookie: string, form: Record<string, string>): Promise<RawAnswer> =>
  sendForm(server.port, target, form, { Host: hostOf(), Origin: server.issuer, Cookie: cookie });

test('a sign-in’s address without its cookie shows a sentence and a way forward, and changes nothing', async () => {
  const { uid, csrf } = await signInAtChallenge(server, client, victim);
  const stranger = newPerson(server.issuer);
  const shown = await stranger.open(`/interaction/${uid}`);
  expect([shown.status, textOf(shown.html)]).toEqual([410, expect.stringMatching(/expired|over|start/i)]);
  const sent = await sendAct(server, { person: stranger, uid, csrf }, 'verify_factor', {
    code: codeNow(server, victim),
  });
  expect(sent.status).toBe(410);
});

test('the cookie of one sign-in and the address of another are refused, with either’s token', async () => {
  const own = await signInAtChallenge(server, client, attacker);
  const foreign = await signInAtChallenge(server, client, victim);
  const cookie = cookiesFor(own.person, `/interaction/${own.uid}`);
  expect((await get(`/interaction/${foreign.uid}`, cookie)).status).toBe(410);
  for (const csrf of [own.csrf, foreign.csrf]) {
    const form = { csrf, act: 'verify_factor', code: codeNow(server, attacker) };
    expect((await post(`/interaction/${foreign.uid}`, cookie, form)).status).toBe(410);
  }
  // Nothing was spent on the way.
  const answer = await sendAct(server, own, 'verify_factor', { code: codeNow(server, attacker) });
  expect(answer.status).toBe(303);
});

test('a cookie whose value was changed to another sign-in’s is refused, for its signature', async () => {
  const own = await beginSignIn(server, client);
  const foreign = await signInAtChallenge(server, client, victim);
  const cookie = cookiesFor(own.person, `/interaction/${own.uid}`).replace(
    /(countersign_interaction=)[^;]+/,
    `$1${foreign.uid}`,
  );
  expect(cookie).toContain(foreign.uid);
  expect((await get(`/interaction/${foreign.uid}`, cookie)).status).toBe(410);
});

test('the resume address of a finished sign-in gives its code to its own browser only, and once', async () => {
  const owner = await signInAtChallenge(server, client, victim);
  const finished = await sendAct(server, owner, 'verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const resume = new URL(finished.headers.location ?? '').pathname;
  expect(resume).toBe(`/authorize/${owner.uid}`);

  const stolen = await get(resume, '');
  expect([stolen.status, stolen.headers.location]).toEqual([410, undefined]);
  // Another sign-in's cookie, which no browser would send here, leads back into that other sign-in.
  const other = await beginSignIn(server, client);
  const mixed = await get(resume, cookiesFor(other.person, `/authorize/${other.uid}`));
  expect(mixed.headers.location).toMatch(/^\/interaction\//);
  const cookie = cookiesFor(owner.person, resume);
  expect((await get(resume, cookie)).headers.location).toContain('code=');
  const replayed = await get(resume, cookie);
  expect([replayed.status, replayed.headers.location]).toEqual([410, undefined]);
});

test('a finished sign-in takes no further act: every one ends in a sentence', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  const before = new Map(signIn.person.cookies);
  const page = await signIn.person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  expect(page.leftFor?.searchParams.get('code')).toBeTruthy();
  const replaying = { ...signIn, person: { ...signIn.person, cookies: before } };
  for (const act of ['verify_factor', 'password', 'not_now', 'cancel', 'allow']) {
    const answer = await sendAct(server, replaying, act, { code: codeNow(server, victim) });
    expect([act, answer.status]).toEqual([act, 410]);
  }
});

test('an expired sign-in is refused, and what was proved in it is forgotten', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  await sql`UPDATE oidc_record SET expires_at = now() - interval '1 second' WHERE model = 'Interaction'`.execute(
    server.database,
  );
  const answer = await sendAct(server, signIn, 'verify_factor', { code: codeNow(server, victim) });
  expect([answer.status, textOf(answer.text)]).toEqual([410, expect.stringMatching(/expired|start/i)]);
});

test('a sign-in whose proofs expired asks for the password again', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  await sql`UPDATE login_attempt SET expires_at = now() - interval '1 second'`.execute(server.database);
  const answer = await sendAct(server, signIn, 'verify_factor', { code: codeNow(server, victim) });
  expect(answer.headers.location).toBe(`/interaction/${signIn.uid}`);
  expect((await signIn.person.open(`/interaction/${signIn.uid}`)).html).toContain('current-password');
});

test('consent is given by the session that is asked, not by whoever has the page’s address or token', async () => {
  const owner = await signInAtChallenge(server, consentClient, victim);
  const asked = await owner.person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const consent = signInOf(owner.person, asked);
  expect(asked.html).toContain('value="allow"');

  const thief = await signInAtChallenge(server, consentClient, attacker);
  const form = { csrf: consent.csrf, act: 'allow' };
  const cookie = cookiesFor(thief.person, `/interaction/${thief.uid}`);
  expect((await post(`/interaction/${consent.uid}`, cookie, form)).status).toBe(410);

  // Even with the victim's interaction in the attacker's own browser, the code would be the victim's session's to get.
  const allowed = await post(
    `/interaction/${consent.uid}`,
    cookiesFor(owner.person, `/interaction/${consent.uid}`),
    form,
  );
  const resume = new URL(allowed.headers.location ?? '').pathname;
  const withoutSession = cookiesFor(owner.person, resume).replace(/countersign_session(\.sig)?=[^;]+;? ?/g, '');
  const stolen = await get(resume, withoutSession);
  expect([stolen.status, stolen.headers.location]).toEqual([410, undefined]);
});

test('a login form of the attacker’s sign-in, sent by the victim’s browser, signs the victim in nowhere', async () => {
  const planted = await beginSignIn(server, client);
  const browser = await beginSignIn(server, client);
  const cookie = cookiesFor(browser.person, `/interaction/${browser.uid}`);
  const form = { csrf: planted.csrf, act: 'password', email: attacker.email, password: 'whatever it is' };
  for (const uid of [planted.uid, browser.uid]) {
    expect((await post(`/interaction/${uid}`, cookie, form)).status).toBe(410);
  }
  expect(hiddenField((await browser.person.open(`/interaction/${browser.uid}`)).html, 'csrf')).toBe(browser.csrf);
});

test('the session’s cookie changes when somebody signs in: one that was planted before is worth nothing', async () => {
  const signIn = await signInAtChallenge(server, client, victim);
  await signIn.person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const planted = cookiesFor(signIn.person, '/');
  expect(planted).toContain('countersign_session=');
  const again = await signInAtChallenge(server, client, victim, {
    person: signIn.person,
    parameters: { prompt: 'login' },
  });
  const page = await again.person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  expect(tokensOf(await redeem(server, client, codeFrom(page))).id_token).toBeTruthy();
  const target = authorizeUrl(server, client, { prompt: 'none' }).slice(server.issuer.length);
  expect((await get(target, planted)).headers.location).toContain('error=login_required');
  expect((await get(target, cookiesFor(again.person, '/'))).headers.location).toContain('code=');
});

function hostOf(): string {
  return new URL(server.issuer).host;
}

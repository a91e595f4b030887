/** What a request demands of a sign-in can be raised by anyone and lowered by no one; what a token says was verified, was. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/account.js';
import { newPerson, type Page, type Person } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  claimsOf,
  codeFrom,
  codeNow,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAsClient,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';
import { sendRaw } from './raw-request.js';

const pwd = 'urn:countersign:acr:pwd';
const mfa = 'urn:countersign:acr:mfa';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

let server: TestServer;
let client: TestClient;
let strictClient: TestClient;
/** Has no second factor, so that any demand for one shows. */
let plain: Account;
let enrolled: Enrolled;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off' } });
  client = await server.addClient();
  strictClient = await server.addClient({ require_mfa: true, default_acr_values: [pwd] });
  plain = await server.addAccount('plain@example.com');
  enrolled = await enrolledAccount(server);
});

afterAll(() => server.stop());

/** How far the plain account's password leads with these parameters: a page of ours, or back to the client. */
async function withPassword(
  parameters: Record<string, string>,
  { of = client, person = newPerson(server.issuer) }: { of?: TestClient; person?: Person } = {},
): Promise<Page> {
  const begun = await person.open(authorizeUrl(server, of, parameters));
  if (begun.leftFor !== undefined || begun.html.includes('otpauth:')) return begun;
  const signIn = await signInAtChallenge(server, of, { account: plain }, { person, parameters });
  return person.open(`/interaction/${signIn.uid}`);
}

const claims = (value: unknown) => JSON.stringify(value);
const essential = (...values: string[]) => claims({ id_token: { acr: { essential: true, values } } });

const demands: readonly (readonly [string, Record<string, string>])[] = [
  ['acr_values', { acr_values: mfa }],
  ['acr_values by another name for it', { acr_values: 'https://refeds.org/profile/mfa' }],
  ['an essential acr, with acr_values that ask for less', { claims: essential(mfa), acr_values: pwd }],
  ['acr_values, with an essential acr that asks for less', { claims: essential(pwd), acr_values: mfa }],
  ['acr for userinfo only', { claims: claims({ userinfo: { acr: { essential: true, value: mfa } } }) }],
  [
    'value and values that differ',
    { claims: claims({ id_token: { acr: { value: mfa } }, userinfo: { acr: { value: pwd } } }) },
  ],
  ['acr_values among unknown ones', { acr_values: `urn:none ${mfa} urn:other` }],
];

describe.each(demands)('a demand by %s', (_name, parameters) => {
  test('leads a password to enrolment, and a password’s session to an error at prompt=none', async () => {
    const page = await withPassword(parameters);
    expect(page.leftFor).toBeUndefined();
    expect(page.html).toContain('otpauth:');

    const person = newPerson(server.issuer);
    expect((await withPassword({}, { person })).leftFor?.searchParams.get('code')).toBeTruthy();
    const silent = await person.open(authorizeUrl(server, client, { ...parameters, prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('code')).toBeNull();
    expect(silent.leftFor?.searchParams.get('error')).toMatch(/interaction_required|unmet_authentication_requirements/);
  });
});

test('a client that needs a second factor gets one, whatever the address or its own defaults ask for', async () => {
  for (const parameters of [{}, { acr_values: pwd }, { claims: essential(pwd) }, { acr_values: '', prompt: 'login' }]) {
    const page = await withPassword(parameters, { of: strictClient });
    expect([parameters, page.html.includes('otpauth:'), page.leftFor]).toEqual([parameters, true, undefined]);
  }
});

test('an essential acr that nobody can reach ends in unmet_authentication_requirements, and not in a circle', async () => {
  const parameters = { claims: essential('urn:nobody:knows'), acr_values: pwd };
  for (const more of [{}, { prompt: 'none' }, { prompt: 'login' }]) {
    const { leftFor } = await newPerson(server.issuer).open(authorizeUrl(server, client, { ...parameters, ...more }));
    expect(leftFor?.searchParams.get('error')).toMatch(/unmet_authentication_requirements|login_required/);
    expect(leftFor?.searchParams.get('code')).toBeNull();
  }
});

test('what was pushed is not changed by what is added to the address', async () => {
  const asked = Object.fromEntries(new URL(authorizeUrl(server, client, { claims: essential(mfa) })).searchParams);
  const pushed = await sendAsClient(server, '/par', client, asked);
  const { request_uri: uri } = JSON.parse(pushed.text);
  const query = {
    client_id: client.clientId,
    request_uri: uri,
    acr_values: pwd,
    claims: essential(pwd),
    prompt: 'none',
  };
  const person = newPerson(server.issuer);
  await withPassword({}, { person });
  const page = await person.open(`/authorize?${new URLSearchParams(query)}`);
  expect(page.leftFor?.searchParams.get('code') ?? null).toBeNull();
  expect(page.leftFor !== undefined || page.html.includes('otpauth:')).toBe(true);
});

const forgeries: readonly string[] = [
  claims({ id_token: {}, countersign_assurance: { mfa_time: 1 } }),
  claims({ id_token: { countersign_assurance: { mfa_time: 1 } }, userinfo: { countersign_assurance: null } }),
  claims({
    id_token: { amr: { value: ['mfa'] }, mfa_verified: { value: true }, mfa_time: { value: 1 }, auth_time: null },
  }),
  claims({ userinfo: { mfa_verified: { essential: true, value: true }, amr: { values: [['pwd', 'otp', 'mfa']] } } }),
  '{"__proto__":{"countersign_assurance":{"mfa_time":1}},"id_token":{}}',
];

test('a forged claims parameter makes no token say that a second factor was verified', async () => {
  for (const forged of forgeries) {
    const page = await withPassword({ claims: forged });
    const first = tokensOf(await redeem(server, client, codeFrom(page)));
    const renewed = tokensOf(
      await sendAsClient(server, '/token', client, { grant_type: 'refresh_token', refresh_token: first.refresh_token }),
    );
    const said: Record<string, unknown>[] = [claimsOf(first.id_token), claimsOf(renewed.id_token)];
    for (const { access_token: token } of [first, renewed]) {
      const headers = { Host: new URL(server.issuer).host, Authorization: `Bearer ${token}` };
      said.push(JSON.parse((await sendRaw({ port: server.port, target: '/userinfo', headers })).text));
      said.push(JSON.parse((await sendAsClient(server, '/introspect', client, { token })).text));
    }
    for (const one of said) {
      expect(one).toMatchObject({ amr: ['pwd'], acr: pwd, mfa_verified: false });
      expect(one).not.toHaveProperty('mfa_time');
    }
  }
});

test('a second person in the same browser inherits nothing of the first one’s second factor', async () => {
  const first = await signInAtChallenge(server, client, enrolled);
  const page = await first.person.act('verify_factor', { code: codeNow(server, enrolled) });
  server.clock.move(30);
  const before = claimsOf(tokensOf(await redeem(server, client, codeFrom(page))).id_token);
  expect(before).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], mfa_verified: true, mfa_time: expect.any(Number) });

  const { person } = first;
  const second = await signInAtChallenge(
    server,
    client,
    { account: plain },
    { person, parameters: { prompt: 'login' } },
  );
  const swap = await person.open(`/interaction/${second.uid}`);
  // The engine signs the first person out through a form that script sends, or the person.
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of swap.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    form.set(name, value);
  const action = /action="([^"]+)"/.exec(swap.html)?.[1] ?? '';
  const done = await person.post(action, form);
  const claimed = claimsOf(tokensOf(await redeem(server, client, codeFrom(done))).id_token);
  expect(claimed).toMatchObject({ sub: plain.id, amr: ['pwd'], acr: pwd, mfa_verified: false });
  expect(claimed).not.toHaveProperty('mfa_time');
  const silent = await person.open(authorizeUrl(server, strictClient, { prompt: 'none' }));
  expect(silent.leftFor?.searchParams.get('code')).toBeNull();
});

describe('a device', () => {
  /** What the device gets when this person approves it, or the page at which the person is stopped. */
  async function approve(
    person: Person,
    asked: Record<string, string>,
  ): Promise<{ page: Page; tokens?: Record<string, unknown> }> {
    const device = await server.addClient({ grant_types: [deviceGrant, 'refresh_token'], redirect_uris: [] });
    const begun = await sendAsClient(server, '/device/auth', device, { scope: 'openid', ...asked });
    const { user_code: userCode, device_code: deviceCode } = JSON.parse(begun.text);
    const first = await person.open('/device');
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(first.html)?.[1] ?? '';
    await person.post('/device', new URLSearchParams({ xsrf, user_code: userCode }));
    const page = await person.post('/device', new URLSearchParams({ xsrf, user_code: userCode, confirm: 'yes' }));
    const polled = await sendAsClient(server, '/token', device, { grant_type: deviceGrant, device_code: deviceCode });
    return polled.status === 200 ? { page, tokens: claimsOf(JSON.parse(polled.text).id_token) } : { page };
  }

  test('that demands a second factor is not approved by a password’s session', async () => {
    const person = newPerson(server.issuer);
    await withPassword({}, { person });
    for (const asked of [{ acr_values: mfa }, { claims: essential(mfa), acr_values: pwd }]) {
      const { page, tokens } = await approve(person, asked);
      expect(tokens).toBeUndefined();
      expect(page.html).toContain('otpauth:');
    }
  });

  test('approved by a password’s session gets tokens that say so, whatever it asked for', async () => {
    const person = newPerson(server.issuer);
    await withPassword({}, { person });
    for (const forged of [forgeries[0] ?? '', forgeries[2] ?? '']) {
      const { tokens } = await approve(person, { claims: forged });
      expect(tokens).toMatchObject({ amr: ['pwd'], acr: pwd, mfa_verified: false });
      expect(tokens).not.toHaveProperty('mfa_time');
    }
  });
});

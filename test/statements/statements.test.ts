/** Counts the statements and commits of each path and compares them with docs/statements.md. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codeNow, type Enrolled, enrolledAccount, wrongCode } from '../attacks/attack-fixture.js';
import { callApi } from '../support/admin-api.js';
import { type ChallengeReply, type FirstPartyApp, newFirstPartyApp } from '../support/first-party-app.js';
import { hiddenField, newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { enrol, totpCode, typePassword, typeTotp } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { adminPaths } from './admin-paths.js';

interface Cost {
  readonly statements: number;
  readonly commits: number;
}

const table: ReadonlyMap<string, Cost> = new Map(
  [
    ...readFileSync(new URL('../../docs/statements.md', import.meta.url), 'utf8').matchAll(
      /^\| (.+) \| (\d+) \| (\d+) \|$/gm,
    ),
  ].map(([, path = '', statements, commits]) => [path, { statements: Number(statements), commits: Number(commits) }]),
);

let server: TestServer;
let party: RelyingParty;
let browser: Person;
let seed: string;
let accountId: string;
let accountToken: string;
let adminToken: string;
let shopId: string;
let resourceId: string;
let added: Record<string, string>;
let tokens: Awaited<ReturnType<RelyingParty['redeem']>>;
let app: FirstPartyApp;
let eva: Enrolled;
let asked: ChallengeReply;

/** `begin` and `commit` are counted apart: what is between them commits once. */
async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  server.statements.length = 0;
  await work();
  let statements = 0;
  let commits = 0;
  let inTransaction = false;
  for (const statement of server.statements) {
    if (/^\s*(begin|start transaction)/i.test(statement)) inTransaction = true;
    else if (/^\s*(commit|rollback)/i.test(statement)) {
      inTransaction = false;
      commits += 1;
    } else {
      statements += 1;
      if (!inTransaction) commits += 1;
    }
  }
  return { statements, commits };
}

const api = () => `${server.issuer}/api`;

beforeAll(async () => {
  server = await startTestServer();
  const account = await server.addAccount('anna@example.com', { name: 'Anna', roles: ['super_admin'] });
  accountId = account.id;
  party = await newRelyingParty(server, await server.addClient({ skip_consent: false }));
  const first = newPerson(server.issuer);
  await first.open(await party.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' }));
  await typePassword(first, 'anna@example.com');
  ({ seed } = await enrol(server, first));
  await party.redeem((await first.act('allow')).leftFor);
});

afterAll(() => server.stop());

async function fullSignIn(person: Person): Promise<void> {
  await person.open(await party.authorizationUrl());
  await typePassword(person, 'anna@example.com');
  tokens = await party.redeem((await typeTotp(server, person, seed)).leftFor);
}

const paths: Readonly<Record<string, () => Promise<Cost>>> = {
  'password + TOTP sign-in, remembered consent, from `/authorize` to the tokens': async () => {
    browser = newPerson(server.issuer);
    return costOf(() => fullSignIn(browser));
  },
  'SSO to a second client': async () => {
    const second = await newRelyingParty(server, await server.addClient({ client_name: 'Second' }));
    const url = await second.authorizationUrl();
    return costOf(async () => second.redeem((await browser.open(url)).leftFor));
  },
  refresh: () => costOf(() => party.refresh(tokens.refresh_token)),
  userinfo: () => costOf(() => party.userInfo(tokens)),
  introspection: () => costOf(() => party.introspect(tokens.access_token)),
  '`GET /account/security`': () =>
    costOf(async () => expect((await browser.open(`${server.issuer}/account/security`)).html).toContain('· 10 backup')),
  '`GET /api/users/{id}`': async () => {
    const caller = await newRelyingParty(server, await server.addClient({ client_name: 'Administration' }));
    const url = await caller.authorizationUrl({ scope: 'openid admin:read', resource: api() });
    const { access_token: token } = await caller.redeem((await browser.open(url)).leftFor);
    return costOf(async () => {
      const response = await fetch(`${api()}/users/${accountId}`, { headers: { Authorization: `Bearer ${token}` } });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ mfa_enabled: true, email: 'anna@example.com' });
    });
  },
  '`GET /api/clients`': async () => {
    const caller = await newRelyingParty(server, await server.addClient({ client_name: 'Registration' }));
    const url = await caller.authorizationUrl({ scope: 'openid admin', resource: api() });
    adminToken = (await caller.redeem((await browser.open(url)).leftFor)).access_token;
    return costOf(() => administer('GET', '/clients', 200));
  },
  '`POST /api/clients`': () =>
    costOf(async () => {
      const shop = { client_name: 'Shop', redirect_uris: ['https://shop.example/'] };
      shopId = (await administer('POST', '/clients', 201, shop)).client_id ?? '';
    }),
  '`GET /api/clients/{id}`': () => costOf(() => administer('GET', `/clients/${shopId}`, 200)),
  '`PATCH /api/clients/{id}`': () =>
    costOf(() => administer('PATCH', `/clients/${shopId}`, 200, { require_mfa: true })),
  '`POST /api/clients/{id}/rotate-secret`': () =>
    costOf(() => administer('POST', `/clients/${shopId}/rotate-secret`, 200, {})),
  '`DELETE /api/clients/{id}`': () => costOf(() => administer('DELETE', `/clients/${shopId}`, 204)),
  '`GET /api/resources`': () => costOf(() => administer('GET', '/resources', 200)),
  '`POST /api/resources`': () =>
    costOf(async () => {
      const orders = { identifier: 'https://orders.example/', scope: 'read', token_format: 'opaque' };
      resourceId = (await administer('POST', '/resources', 201, orders)).id ?? '';
    }),
  '`GET /api/resources/{id}`': () => costOf(() => administer('GET', `/resources/${resourceId}`, 200)),
  'introspection of a token for a resource': async () => {
    const caller = await newRelyingParty(server, await server.addClient({ client_name: 'Orders' }));
    const url = await caller.authorizationUrl({ scope: 'openid read', resource: 'https://orders.example/' });
    const { access_token: token } = await caller.redeem((await browser.open(url)).leftFor);
    return costOf(async () => expect(await caller.introspect(token)).toMatchObject({ active: true }));
  },
  '`PATCH /api/resources/{id}`': () =>
    costOf(() => administer('PATCH', `/resources/${resourceId}`, 200, { access_token_ttl: 60 })),
  '`DELETE /api/resources/{id}`': () => costOf(() => administer('DELETE', `/resources/${resourceId}`, 204)),
  '`GET /api/me`': async () => {
    const caller = await newRelyingParty(server, await server.addClient({ client_name: 'Account' }));
    const url = await caller.authorizationUrl({ scope: 'openid account', resource: api() });
    accountToken = (await caller.redeem((await browser.open(url)).leftFor)).access_token;
    return costOf(() => ask(accountToken, '/me'));
  },
  '`GET /api/mfa/factors`': () => costOf(() => ask(accountToken, '/mfa/factors')),
  '`GET /api/mfa/backup-codes`': () => costOf(() => ask(accountToken, '/mfa/backup-codes')),
  '`POST /api/mfa/enroll`, beside a first factor': () =>
    costOf(async () => {
      added = await ask(accountToken, '/mfa/enroll', {});
    }),
  '`POST /api/mfa/verify`': async () => {
    const body = { code: totpCode(server, added.secret ?? '') };
    const cost = await costOf(() => ask(accountToken, '/mfa/verify', body));
    server.clock.move(30);
    return cost;
  },
  '`POST /api/mfa/backup-codes`': () =>
    costOf(() => ask(accountToken, '/mfa/backup-codes', { code: totpCode(server, seed) })),
  '`POST /api/mfa/unenroll`, one of two factors': async () => {
    server.clock.move(30);
    const body = { factor_id: added.factor_id, code: totpCode(server, seed) };
    return costOf(() => ask(accountToken, '/mfa/unenroll', body));
  },
  '`POST /authorize-challenge`, a password that suffices': async () => {
    app = await newFirstPartyApp(server, await server.addClient({ first_party_challenge: true }));
    eva = await enrolledAccount(server);
    await server.addAccount('bob@example.com');
    return costOf(async () => expect((await app.begin('bob@example.com')).status).toBe(200));
  },
  '`POST /authorize-challenge`, a password after which a code is wanted': () =>
    costOf(async () => {
      asked = await app.begin(eva.email);
      expect(asked.status).toBe(403);
    }),
  '`POST /authorize-challenge`, a wrong password': () =>
    costOf(async () => expect((await app.begin(eva.email, {}, 'not the password at all')).status).toBe(400)),
  '`POST /authorize-challenge`, a wrong code': () =>
    costOf(async () => expect((await app.sendCode(asked, wrongCode(server, eva))).status).toBe(403)),
  '`POST /authorize-challenge`, a right code': () =>
    costOf(async () => expect((await app.sendCode(asked, codeNow(server, eva))).status).toBe(200)),
};

/** A call of an administrator must be answered with this status. */
async function administer(
  method: string,
  path: string,
  status: number,
  body?: object,
): Promise<Record<string, string>> {
  const reply = await callApi(server, adminToken, method, path, body === undefined ? {} : { body });
  expect([reply.status, reply.text]).toEqual([status, expect.any(String)]);
  return reply.text === '' ? {} : JSON.parse(reply.text);
}

/** A call with a JSON body must be answered with 200. */
async function ask(token: string, path: string, body?: object): Promise<Record<string, string>> {
  const response = await fetch(`${api()}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return response.json();
}

/** One browser looks at its account, another is what it finds there. The last of them ends what the others need. */
const listPaths: typeof paths = {
  '`/account/sessions`': async () => {
    server.clock.move(30);
    await fullSignIn(newPerson(server.issuer));
    return costOf(() => browser.open(ownPage('sessions')));
  },
  '`/account/sessions`, one signed out, and the page that says so': async () => {
    const session = hiddenField(browser.page.html, 'session') ?? '';
    const cost = await costOf(() => browser.act('sign_out', { session }));
    expect(browser.page.url).toContain('done=session');
    return cost;
  },
  '`/account/sessions`, a browser forgotten, and the page that says so': async () => {
    const cost = await costOf(() => browser.act('forget_browser', { browser: lastBrowser(browser.page.html) }));
    expect(browser.page.url).toContain('done=browser');
    return cost;
  },
  '`/account/apps`': () => costOf(() => browser.open(ownPage('apps'))),
  '`/account/apps`, access removed, and the page that says so': async () => {
    const cost = await costOf(() => browser.act('remove_access', { client: party.clientId }));
    expect(browser.page.url).toContain('done=removed');
    return cost;
  },
  '`/account/activity`': () => costOf(() => browser.open(ownPage('activity'))),
  '`/account/sessions`, signed out everywhere, and the page that says so': async () => {
    await browser.open(ownPage('sessions'));
    const cost = await costOf(() => browser.act('sign_out_everywhere'));
    expect(browser.page.url).toContain('done=everywhere');
    return cost;
  },
};
const ownPage = (name: string) => `${server.issuer}/account/${name}`;
const lastBrowser = (html: string) => [...html.matchAll(/name="browser" value="([^"]+)"/g)].at(-1)?.[1] ?? '';
const allPaths = { ...paths, ...listPaths, ...adminPaths(() => server, costOf) };

test('every path of the table is measured, and every measured path is in it', () => {
  expect([...table.keys()]).toEqual(Object.keys(allPaths));
});

test.each(Object.entries(allPaths))('%s costs what the table says', async (path, measure) => {
  expect(await measure()).toEqual(table.get(path));
});

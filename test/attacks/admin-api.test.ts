/** Who administers accounts over the API can do no more than their role, their sign-in and this moment allow. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { changeAccount } from '../../src/accounts/account-change-store.js';
import { findAccountById } from '../../src/accounts/account-store.js';
import { recordEvents } from '../../src/audit/audit-store.js';
import { storeBreakGlassToken } from '../../src/cli/break-glass.js';
import { type AdminApp, callApi, newAdminApp, outcomeOf } from '../support/admin-api.js';
import { testKeyRing } from '../support/key-ring.js';
import { agePassword } from '../support/past.js';
import { newPerson } from '../support/person.js';
import { typePassword, typeTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Enrolled, enrolledAccount, sendAsClient } from './attack-fixture.js';

const reason = 'because an attacker says so';
const body = { reason };

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let app: AdminApp;
  let admin: Enrolled;
  let root: Enrolled;
  let victim: Enrolled;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
    app = await newAdminApp(server);
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    // One super_admin at a time: who was one in the test before is none any more.
    await sql`UPDATE account SET roles = '{}'`.execute(server.database);
    admin = await enrolledAccount(server, { roles: ['admin'] });
    root = await enrolledAccount(server, { roles: ['super_admin'] });
    victim = await enrolledAccount(server);
  });

  const call = (token: string, method: string, path: string, sent?: object) =>
    callApi(server, token, method, path, sent === undefined ? {} : { body: sent });
  const present = async ({ account }: Pick<Enrolled, 'account'>): Promise<Account | undefined> =>
    (await findAccountById(server.database, account.id))?.account;
  const isUntouched = async (owner: Enrolled) => {
    const { generation, roles, status } = owner.account;
    expect(await present(owner)).toMatchObject({ generation, roles, status, mfaConfiguredAt: expect.any(Date) });
  };
  const until = () => new Date(Date.now() + 86_400_000).toISOString();

  const changes: readonly (readonly [string, string, () => object | undefined])[] = [
    ['POST', '/mfa/disable', () => body],
    ['POST', '/mfa/reset', () => body],
    ['POST', '/mfa/extend-grace', () => ({ ...body, until: until() })],
    ['POST', '/unlock', () => undefined],
    ['PATCH', '', () => ({ name: 'x' })],
    ['PATCH', '', () => ({ roles: ['admin'] })],
    ['PATCH', '', () => ({ status: 'disabled' })],
    ['DELETE', '', () => undefined],
    ['DELETE', '/sessions', () => undefined],
  ];
  async function everyChange(token: string, owner: Enrolled): Promise<string[]> {
    const outcomes = new Set<string>();
    for (const [method, path, send] of changes) {
      outcomes.add(outcomeOf(await call(token, method, `/users/${owner.account.id}${path}`, send())));
    }
    return [...outcomes];
  }

  test('a person without a role changes nobody, whatever scope was asked for, and makes nobody', async () => {
    for (const scope of ['admin', 'admin:read', 'account']) {
      const token = await app.tokenOf(victim, scope);
      const outcomes = await everyChange(token, admin);
      expect(outcomes.every((outcome) => /^403 (insufficient_scope|role_required)$/.test(outcome))).toBe(true);
      expect(outcomeOf(await call(token, 'POST', '/users', { email: 'mallory@example.com' }))).toMatch(/^403/);
      expect(outcomeOf(await call(token, 'GET', '/audit-events'))).toMatch(/^403/);
      expect(outcomeOf(await call(token, 'GET', `/users/${admin.account.id}/sessions`))).toMatch(/^403/);
    }
    await isUntouched(admin);
  });

  test('reading does not change', async () => {
    const token = await app.tokenOf(admin, 'admin:read');
    expect(outcomeOf(await call(token, 'GET', '/audit-events'))).toBe('200');
    expect(await everyChange(token, victim)).toEqual(['403 insufficient_scope']);
    expect(outcomeOf(await call(token, 'POST', '/users', { email: 'mallory@example.com' }))).toBe(
      '403 insufficient_scope',
    );
    await isUntouched(victim);
  });

  test('a client by itself changes nobody, even one that may read', async () => {
    const client = await server.addClient({
      grant_types: ['client_credentials'],
      redirect_uris: [],
      scope: 'admin:read admin',
    });
    const refusals = { admin: '403 person_required', 'admin:read': '403 insufficient_scope' };
    for (const [scope, refusal] of Object.entries(refusals)) {
      const parameters = { grant_type: 'client_credentials', scope, resource: `${server.issuer}/api` };
      const answer = await sendAsClient(server, '/token', client, parameters);
      const { access_token: token } = JSON.parse(answer.text);
      expect(await everyChange(token, victim)).toEqual([refusal]);
    }
    await isUntouched(victim);
  });

  test('an admin neither touches administrators nor makes one, themselves included', async () => {
    const token = await app.tokenOf(admin);
    const other = await enrolledAccount(server, { roles: ['admin'] });
    for (const target of [other, root]) {
      expect(await everyChange(token, target)).toEqual(['403 super_admin_required']);
      await isUntouched(target);
    }
    for (const roles of [['super_admin'], ['admin'], ['editor', 'admin']]) {
      expect(outcomeOf(await call(token, 'PATCH', `/users/${victim.account.id}`, { roles }))).toBe(
        '403 super_admin_required',
      );
      expect(outcomeOf(await call(token, 'PATCH', `/users/${admin.account.id}`, { roles }))).toBe('403 own_account');
      expect(outcomeOf(await call(token, 'POST', '/users', { email: 'mallory@example.com', roles }))).toBe(
        '403 super_admin_required',
      );
    }
    await isUntouched(victim);
    await isUntouched(admin);
  });

  test.each([[' admin'], ['ADMIN'], ['admin '], ['ａdmin'], ['admin\u0000'], ['admin\u200b'], ['__proto__ ']])(
    'a role that only looks like one, %j, is no role',
    async (role) => {
      const token = await app.tokenOf(admin);
      const sent = await call(token, 'PATCH', `/users/${victim.account.id}`, { roles: [role] });
      expect(sent.status).toBe(400);
      await isUntouched(victim);
    },
  );

  test('nobody takes away their own factor, role or account, not even a super_admin, in any spelling of their id', async () => {
    const token = await app.tokenOf(root);
    for (const id of [root.account.id, root.account.id.toUpperCase()]) {
      for (const [method, path, sent] of [
        ['POST', '/mfa/disable', body],
        ['POST', '/mfa/reset', body],
        ['POST', '/mfa/extend-grace', { ...body, until: until() }],
        ['PATCH', '', { roles: [] }],
        ['PATCH', '', { status: 'disabled' }],
        ['DELETE', '', undefined],
      ] as const) {
        expect(outcomeOf(await call(token, method, `/users/${id}${path}`, sent))).toBe('403 own_account');
      }
    }
    await isUntouched(root);
  });

  test('fields that are nobody’s to set are refused, one by one', async () => {
    const token = await app.tokenOf(root);
    for (const field of [
      'id',
      'email',
      'email_key',
      'password',
      'password_hash',
      'generation',
      'mfa_enabled',
      'created_at',
    ]) {
      const sent = { name: 'x', [field]: 'x' };
      expect(outcomeOf(await call(token, 'PATCH', `/users/${victim.account.id}`, sent))).toBe('400 invalid_body');
    }
    for (const field of ['actor', 'subject_id', 'demandEnrolment', 'kept', 'id']) {
      const sent = { reason, [field]: root.account.id };
      expect(outcomeOf(await call(token, 'POST', `/users/${victim.account.id}/mfa/disable`, sent))).toBe(
        '400 invalid_body',
      );
    }
    await isUntouched(victim);
  });

  test('a second factor that was verified too long ago changes nothing, and the refusal names what would do', async () => {
    const person = newPerson(server.issuer);
    await person.open(await app.party.authorizationUrl({ scope: 'openid admin', resource: `${server.issuer}/api` }));
    await typePassword(person, root.email);
    await agePassword(server, 400);
    const page = await typeTotp(server, person, root.seed);
    const { access_token: token } = await app.party.redeem(page.leftFor);
    expect(await everyChange(token, victim)).toEqual(['401 insufficient_user_authentication']);
    const refused = await call(token, 'POST', `/users/${victim.account.id}/mfa/disable`, body);
    expect(refused.headers.get('www-authenticate')).toContain('max_age="300"');
    expect(refused.headers.get('www-authenticate')).toContain('acr_values="urn:countersign:acr:mfa"');
    expect(outcomeOf(await call(token, 'GET', '/audit-events'))).toBe('200');
    await isUntouched(victim);
  });

  test('a demoted or disabled administrator’s token is dead', async () => {
    for (const change of [{ roles: [] }, { status: 'disabled' } as const]) {
      const other = await enrolledAccount(server, { roles: ['admin'] });
      const token = await app.tokenOf(other);
      await changeAccount(server.database, other.account.id, change, []);
      expect(await everyChange(token, victim)).toEqual(['401 invalid_token']);
      expect(outcomeOf(await call(token, 'GET', '/audit-events'))).toBe('401 invalid_token');
    }
    await isUntouched(victim);
  });

  test('whoever was made an administrator needs a new sign-in: their old token gains nothing', async () => {
    const token = await app.tokenOf(victim);
    await changeAccount(server.database, victim.account.id, { roles: ['super_admin'] }, []);
    expect(await everyChange(token, admin)).toEqual(['401 invalid_token']);
    await isUntouched(admin);
  });

  async function breakGlass(owner: Pick<Enrolled, 'account'>): Promise<string> {
    const account = await present(owner);
    if (account === undefined) throw new Error('gone');
    const asked = { account, audience: `${server.issuer}/api`, scope: 'admin', ttl: 600, now: new Date() };
    return (await storeBreakGlassToken(server.database, testKeyRing(), asked)).accessToken;
  }

  test('a break-glass token needs no second factor, but has its person’s limits, and its acts say so', async () => {
    const token = await breakGlass(admin);
    expect(outcomeOf(await call(token, 'POST', `/users/${victim.account.id}/mfa/reset`, body))).toBe('200');
    expect(outcomeOf(await call(token, 'POST', `/users/${admin.account.id}/mfa/reset`, body))).toBe('403 own_account');
    expect(outcomeOf(await call(token, 'POST', `/users/${root.account.id}/mfa/reset`, body))).toBe(
      '403 super_admin_required',
    );
    const { rows } = await sql<{ detail: object; actor_id: string }>`SELECT detail, actor_id FROM audit_event
      WHERE type = 'mfa.reset' AND subject_id = ${victim.account.id}::uuid`.execute(server.database);
    expect(rows).toEqual([{ actor_id: admin.account.id, detail: { reason, break_glass: true } }]);
  });

  test.each(['disable', 'demote', 'delete'])(
    'two super_admins who %s each other at the same moment leave one, every time',
    async (act) => {
      await changeAccount(server.database, root.account.id, { roles: [] }, []);
      for (let round = 0; round < 8; round += 1) {
        const pair = [
          await enrolledAccount(server, { roles: ['super_admin'] }),
          await enrolledAccount(server, { roles: ['super_admin'] }),
        ] as const;
        const tokens = await Promise.all(pair.map(breakGlass));
        const attack = (token: string, target: Enrolled) =>
          act === 'delete'
            ? call(token, 'DELETE', `/users/${target.account.id}`)
            : call(
                token,
                'PATCH',
                `/users/${target.account.id}`,
                act === 'demote' ? { roles: [] } : { status: 'disabled' },
              );
        const outcomes = await Promise.all([attack(tokens[0] ?? '', pair[1]), attack(tokens[1] ?? '', pair[0])]);
        const won = act === 'delete' ? '204' : '200';
        expect(outcomes.map(outcomeOf).toSorted()).toEqual([won, '401 invalid_token']);
        const { rows } = await sql<{
          id: string;
        }>`SELECT id FROM account WHERE 'super_admin' = ANY (roles) AND status = 'active'`.execute(server.database);
        expect(rows).toHaveLength(1);
        await sql`UPDATE account SET roles = '{}'`.execute(server.database);
      }
    },
  );

  test('the last one who can administer stays, also against a break-glass token of somebody who is none', async () => {
    await changeAccount(server.database, admin.account.id, { roles: [] }, []);
    // Another super_admin, who cannot sign in: no password was ever set.
    const ghost = await enrolledAccount(server, { roles: ['super_admin'] });
    await sql`UPDATE account SET password_hash = NULL WHERE id = ${ghost.account.id}::uuid`.execute(server.database);
    const token = await breakGlass(ghost);
    for (const [method, sent] of [
      ['DELETE', undefined],
      ['PATCH', { roles: [] }],
      ['PATCH', { roles: ['admin'] }],
      ['PATCH', { status: 'disabled' }],
    ] as const) {
      expect(outcomeOf(await call(token, method, `/users/${root.account.id}`, sent))).toBe('409 last_admin');
    }
    await isUntouched(root);
  });

  test('text that a stranger chose is no formula in an export', async () => {
    const token = await app.tokenOf(admin, 'admin:read');
    const formulas = ['=HYPERLINK("http://127.0.0.1","x")', '+1', '-1', '@SUM(1)', '\t=1', '  =1', '＝1', '\r=1'];
    const events = formulas.map((userAgent) => ({
      type: 'user.login_failed' as const,
      actor: { type: 'anonymous' as const, id: null },
      subjectId: victim.account.id,
      userAgent,
      outcome: 'failure' as const,
      detail: { said: '",=1+1\r\n=2' },
    }));
    await recordEvents(server.database, events);
    const path = `/audit-events?user_id=${victim.account.id}&type=user.login_failed`;
    const { text } = await callApi(server, token, 'GET', path, { headers: { Accept: 'text/csv' } });
    const cells = [...text.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)].map(([, cell = '']) => cell.replaceAll('""', '"'));
    expect(cells).toHaveLength(11 * (formulas.length + 1));
    for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
    for (const formula of formulas) expect(cells).toContain(`'${formula}`);
    // Nothing was left outside of the quotes: the lines are those that were written.
    expect(text.replace(/"(?:[^"]|"")*"/g, '')).toMatch(/^(,{10}\r\n)+$/);
  });
});

/** The policy over the API: read, changed, and what is refused, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { examplePolicy, policySchema } from '../../src/api/policy-schema.js';
import { problemIn } from '../http/tiny-server.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, newStaff, type Staff } from './admin-bench.js';
import { type ApiServer, makeAccount, serveApi } from './api-server.js';

const open = { all: false, admins: false, gracePeriodDays: false };
const reason = 'Decided by the board';

test('the example of the document is what its schema says', () => {
  expect(policySchema.parse(examplePolicy)).toEqual(examplePolicy);
});

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  /** The environment decides everything there. */
  let fixed: ApiServer;
  let superAdmin: Staff;
  let admin: Staff;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database, { fixed: open });
    fixed = await serveApi(opened.database);
    superAdmin = await newStaff(api, opened.database, 'super_admin');
    admin = await newStaff(api, opened.database, 'admin');
  });
  beforeEach(async () => {
    for (const table of ['mfa_rule', 'account_group', 'installation']) {
      await sql`DELETE FROM ${sql.table(table)}`.execute(opened.database);
    }
    await sql`DELETE FROM audit_event WHERE type = 'policy.changed'`.execute(opened.database);
  });
  afterAll(async () => {
    await api.close();
    await fixed.close();
    await opened.close();
  });

  const patch = (body: object, staff = superAdmin) =>
    api.call('PATCH', '/api/policy', staff.token, { reason, ...body });
  const get = async () => bodyOf(await api.get('/api/policy', admin.token));
  const group = async (name: string) => String(bodyOf(await api.post('/api/groups', admin.token, { name }), 201).id);
  const events = async () => {
    const { rows } = await sql<{ actor_id: string; detail: Record<string, unknown> }>`
      SELECT actor_id, detail FROM audit_event WHERE type = 'policy.changed' ORDER BY id`.execute(opened.database);
    return rows;
  };

  test('nobody has said anything: the defaults, and that they are defaults', async () => {
    const policy = await get();
    expect(policySchema.parse(policy)).toEqual(policy);
    const byDefault = { source: 'default', fixed: false, since: null };
    expect(policy).toEqual({
      all: { level: 'optional', ...byDefault },
      roles: [
        { role: 'admin', level: 'required', ...byDefault },
        { role: 'super_admin', level: 'required', ...byDefault },
      ],
      groups: [],
      grace_period_days: { value: 0, source: 'default', fixed: false },
    });
  });

  test('a change is the answer, is there afterwards, and is in the audit log with what was before', async () => {
    const finance = await group('Finance');
    const changed = bodyOf(
      await patch({
        all: 'encouraged',
        roles: [{ role: 'editor', level: 'report_only' }],
        groups: [{ id: finance, level: 'required' }],
        grace_period_days: 14,
      }),
    );
    expect(changed).toEqual(await get());
    expect(changed).toMatchObject({
      all: { level: 'encouraged', source: 'database', fixed: false, since: null },
      roles: [
        { role: 'admin', source: 'default' },
        { role: 'super_admin', source: 'default' },
        { role: 'editor', level: 'report_only', source: 'database', since: null },
      ],
      groups: [{ id: finance, name: 'Finance', level: 'required', since: expect.any(String) }],
      grace_period_days: { value: 14, source: 'database', fixed: false },
    });
    expect(await events()).toEqual(
      [
        {
          actor_id: superAdmin.id,
          detail: {
            through_client: 'client-1',
            reason,
            changes: [
              { rule: 'all', from: 'optional', to: 'encouraged' },
              { rule: 'grace_period_days', from: 0, to: 14 },
              { rule: 'role', name: 'editor', from: null, to: 'report_only' },
              { rule: 'group', name: 'Finance', from: null, to: 'required' },
            ].map((change) => expect.objectContaining(change)),
          },
        },
      ].map((event) => ({
        ...event,
        detail: { ...event.detail, changes: expect.arrayContaining(event.detail.changes) },
      })),
    );
  });

  test('null takes a rule away; the default counts again', async () => {
    await patch({ all: 'encouraged', roles: [{ role: 'admin', level: 'optional' }], grace_period_days: 3 });
    const back = bodyOf(await patch({ all: null, roles: [{ role: 'admin', level: null }], grace_period_days: null }));
    expect(back).toMatchObject({
      all: { level: 'optional', source: 'default' },
      roles: [{ role: 'admin', level: 'required', source: 'default' }, { role: 'super_admin' }],
      grace_period_days: { value: 0, source: 'default' },
    });
  });

  test('what changes nothing is no event', async () => {
    await patch({ all: 'encouraged' });
    await patch({ all: 'encouraged' });
    expect(await events()).toHaveLength(1);
  });

  test.each(['all', 'roles', 'groups'])(
    'a requirement (%s) that is taken away and set again begins no second time',
    async (what) => {
      const id = await group('Finance');
      const change = (level: string) =>
        patch(
          { all: { all: level }, roles: { roles: [{ role: 'editor', level }] }, groups: { groups: [{ id, level }] } }[
            what
          ] ?? {},
        );
      const since = async () => {
        const policy = (await get()) as unknown as typeof examplePolicy;
        return { all: policy.all.since, roles: policy.roles[2]?.since, groups: policy.groups[0]?.since }[what];
      };
      await change('report_only');
      expect(await since()).toBeNull();
      await change('required');
      const first = await since();
      expect(first).toEqual(expect.any(String));
      await change('encouraged');
      if (what === 'roles') await patch({ roles: [{ role: 'editor', level: null }] });
      if (what === 'all') await patch({ all: null });
      await change('required');
      expect(await since()).toBe(first);
    },
  );

  test.each<[string, object, string]>([
    ['all', { all: 'optional' }, 'REQUIRE_MFA or MFA_POLICY'],
    ['an administrator’s role', { roles: [{ role: 'admin', level: 'optional' }] }, 'REQUIRE_ADMIN_MFA'],
    ['the days of grace', { grace_period_days: 90 }, 'MFA_GRACE_PERIOD_DAYS'],
  ])('what the environment decides is read-only, and says so: %s', async (_what, body, variable) => {
    const sent = await fixed.call('PATCH', '/api/policy', tokenAt(fixed), { reason, ...body });
    expect(problemIn(sent)).toMatchObject({ status: 409, code: 'fixed_by_environment', fixed_by: [variable] });
    const policy = bodyOf(await fixed.get('/api/policy', tokenAt(fixed)));
    expect(policy).toMatchObject({ all: { source: 'environment', fixed: true }, grace_period_days: { fixed: true } });
    expect(await events()).toEqual([]);
  });

  test('roles and groups of one’s own are the database’s, whatever the environment decides', async () => {
    const sent = await fixed.call('PATCH', '/api/policy', tokenAt(fixed), {
      reason,
      roles: [{ role: 'editor', level: 'required' }],
    });
    expect(bodyOf(sent)).toMatchObject({ roles: [{}, {}, { role: 'editor', level: 'required', fixed: false }] });
  });

  test.each<[string, unknown]>([
    ['without a reason', { all: 'required', reason: undefined }],
    ['without a change', {}],
    ['with an unknown member', { all: 'required', fixed: false }],
    ['of a source', { all: { level: 'required', source: 'environment' } }],
    ['to an unknown level', { all: 'forbidden' }],
    ['for a role with capitals', { roles: [{ role: 'Admin', level: 'required' }] }],
    ['for a role with an unknown member', { roles: [{ role: 'editor', level: 'required', since: '2020-01-01' }] }],
    ['for eleven roles', { roles: Array.from({ length: 11 }, (_, n) => ({ role: `r${n}`, level: 'required' })) }],
    ['for a group without an id', { groups: [{ id: 'Finance', level: 'required' }] }],
    ['to 91 days', { grace_period_days: 91 }],
    ['to -1 days', { grace_period_days: -1 }],
    ['to half a day', { grace_period_days: 0.5 }],
    ['to a text', { grace_period_days: '7' }],
  ])('a change %s is refused, and changes nothing', async (_what, body) => {
    const before = await get();
    expect((await patch(body as object)).status).toBe(400);
    expect(await get()).toEqual(before);
  });

  test('a group that is not there is refused with all the rest', async () => {
    const sent = await patch({
      all: 'required',
      groups: [{ id: '00000000-0000-4000-8000-000000000000', level: 'required' }],
    });
    expect(problemIn(sent)).toMatchObject({ status: 404, code: 'group_not_found' });
    expect(await get()).toMatchObject({ all: { level: 'optional' } });
  });

  test('the same role twice: the last word counts', async () => {
    const roles = ['optional', 'required'].map((level) => ({ role: 'editor', level }));
    expect(bodyOf(await patch({ roles }))).toMatchObject({ roles: [{}, {}, { level: 'required' }] });
  });

  test('a change that leaves nobody who can administer is refused, unless it is forced', async () => {
    // Nobody must at first; the only administrators have no second factor.
    await patch({ roles: ['admin', 'super_admin'].map((role) => ({ role, level: 'optional' })) });
    const without = await newStaff(api, opened.database, 'super_admin', { withMfa: false });
    await sql`UPDATE account SET status = 'disabled' WHERE id IN (${superAdmin.id}, ${admin.id})`.execute(
      opened.database,
    );
    try {
      const token = without.issue({ mfaVerified: false, mfaTime: null });
      const required = { reason, all: 'required' };
      const refused = await api.call('PATCH', '/api/policy', token, required);
      expect(problemIn(refused)).toMatchObject({ status: 409, code: 'no_admin_left' });
      expect(await events()).toHaveLength(1);
      const forced = await api.call('PATCH', '/api/policy', token, { ...required, force: true });
      expect(bodyOf(forced)).toMatchObject({ all: { level: 'required' } });
      expect((await events())[1]).toMatchObject({ detail: { forced: true } });
      // The session that set the rule is under it.
      expect(problemIn(await api.get('/api/policy', token)).code).toBe('mfa_required');
    } finally {
      await sql`UPDATE account SET status = 'active' WHERE id IN (${superAdmin.id}, ${admin.id})`.execute(
        opened.database,
      );
      await sql`UPDATE account SET status = 'disabled' WHERE id = ${without.id}`.execute(opened.database);
    }
  });

  test('the API’s own demand of administrators follows the rules at once, and so does what is shown of people', async () => {
    const token = admin.issue({ mfaVerified: false, mfaTime: null });
    expect(problemIn(await api.get('/api/policy', token)).code).toBe('mfa_required');
    await patch({ roles: [{ role: 'admin', level: 'optional' }] });
    expect((await api.get('/api/policy', token)).status).toBe(200);
    const team = await group('Team');
    await patch({ groups: [{ id: team, level: 'required' }] });
    expect((await api.get('/api/policy', token)).status).toBe(200);
    const members = { add: [admin.id] };
    expect((await api.call('PATCH', `/api/groups/${team}/members`, superAdmin.token, members)).status).toBe(200);
    expect(problemIn(await api.get('/api/policy', token)).code).toBe('mfa_required');
  });

  describe('who may', () => {
    test.each<[string, () => string, number, string]>([
      ['an admin', () => admin.token, 403, 'super_admin_required'],
      [
        'a super_admin who may only read',
        () => superAdmin.issue({ scopes: ['admin:read'] }),
        403,
        'insufficient_scope',
      ],
      [
        'a super_admin without a second factor',
        () => superAdmin.issue({ mfaVerified: false, mfaTime: null }),
        403,
        'mfa_required',
      ],
      [
        'a super_admin whose second factor is an hour old',
        () => superAdmin.issue({ mfaTime: Math.floor(Date.now() / 1000) - 3600 }),
        401,
        'insufficient_user_authentication',
      ],
      ['a client', () => api.issue({ accountId: null, scopes: ['admin'] }), 403, 'person_required'],
      ['a person', () => api.issue({ accountId: personId, scopes: ['account', 'admin'] }), 403, 'role_required'],
    ])('not %s', async (_who, token, status, code) => {
      const sent = await api.call('PATCH', '/api/policy', token(), { all: 'optional', reason });
      expect(problemIn(sent)).toMatchObject({ status, code });
    });
    let personId = '';
    beforeAll(async () => {
      personId = await makeAccount(opened.database, { email: 'person@example.net' });
    });

    test('the owner of the machine, and the log says so', async () => {
      const token = admin.issue({ breakGlass: true, mfaVerified: false });
      bodyOf(await api.call('PATCH', '/api/policy', token, { all: 'encouraged', reason }));
      expect(await events()).toMatchObject([{ detail: { break_glass: true } }]);
    });

    test('a super_admin who was demoted a moment ago', async () => {
      const late = await newStaff(api, opened.database, 'super_admin');
      await sql`UPDATE account SET roles = '{admin}' WHERE id = ${late.id}`.execute(opened.database);
      expect(problemIn(await patch({ all: 'optional' }, late)).code).toBe('super_admin_required');
    });
  });

  /** Tokens belong to one server. */
  function tokenAt(server: ApiServer): string {
    const now = Math.floor(Date.now() / 1000);
    return server.issue({
      accountId: superAdmin.id,
      scopes: ['admin'],
      authTime: now,
      mfaTime: now,
      mfaVerified: true,
    });
  }
});

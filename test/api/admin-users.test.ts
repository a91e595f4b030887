/** Administrators make, change and remove accounts over the API, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, eventsAbout, mailsTo, newEmail, newStaff, rowOf, type Staff } from './admin-bench.js';
import { type ApiServer, makeAccount, serveApi } from './api-server.js';
import { refusalIn } from './mfa-bench.js';

const nobody = '00000000-0000-4000-8000-000000000000';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  let admin: Staff;
  let superAdmin: Staff;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
    admin = await newStaff(api, opened.database, 'admin');
    superAdmin = await newStaff(api, opened.database, 'super_admin');
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const newAccount = (fixture: Partial<Parameters<typeof makeAccount>[1]> = {}) =>
    makeAccount(opened.database, { email: newEmail(), ...fixture });

  describe('making', () => {
    const post = (body: object, token = admin.token) => api.post('/api/users', token, body);

    test('an account with a password is there at once, as the list shows it, and its making is in the audit log', async () => {
      const email = `  ${newEmail().toUpperCase()} `;
      const password = 'plum harvest violin 42';
      const made = bodyOf(await post({ email, name: ' Anna ', roles: ['writer', 'editor', 'editor'], password }), 201);
      expect(made).toMatchObject({ name: 'Anna', roles: ['editor', 'writer'], status: 'active', mfa_enabled: false });
      expect(made.email).toBe(email.trim());
      const id = String(made.id);
      expect(bodyOf(await api.get(`/api/users/${id}`, admin.token))).toEqual(made);
      expect(await eventsAbout(opened.database, id)).toMatchObject([
        {
          type: 'user.created',
          actor_id: admin.id,
          detail: { roles: ['writer', 'editor', 'editor'], status: 'active' },
        },
      ]);
      expect(await mailsTo(opened.database, id)).toEqual([]);
      expect(JSON.stringify(made)).not.toContain('argon2');
    });

    test('without a password the person gets a mail to choose one, for a day', async () => {
      const made = bodyOf(await post({ email: newEmail() }), 201);
      expect(await mailsTo(opened.database, String(made.id))).toEqual([
        { kind: 'password_reset', detail: { because: 'account_created' }, minutes: 1440 },
      ]);
      const waiting = bodyOf(await post({ email: newEmail(), status: 'disabled' }), 201);
      expect(await mailsTo(opened.database, String(waiting.id))).toEqual([]);
    });

    test('an address that somebody has, in any spelling, is 409', async () => {
      const email = newEmail();
      await newAccount({ email });
      expect(refusalIn(await post({ email: email.toUpperCase() }))).toBe('409 email_taken');
    });

    test.each([
      { email: 'no address' },
      { email: 'a@example.com', roles: ['Admin!'] },
      { email: 'a@example.com', roles: ['x'.repeat(41)] },
      { email: 'a@example.com', status: 'super' },
      { email: 'a@example.com', id: nobody },
      { email: 'a@example.com', mfa_enabled: true },
      { email: 'a@example.com', password_hash: 'x' },
      { email: 'a@example.com', generation: 7 },
      {},
    ])('%j is no account', async (body) => {
      expect(refusalIn(await post(body))).toBe('400 invalid_body');
    });

    test('a password that the policy refuses is 422, and says why', async () => {
      const sent = await post({ email: newEmail(), password: 'short' });
      expect(refusalIn(sent)).toBe('422 password_refused');
      expect(JSON.parse(sent.text).problems).toContain('too_short');
    });

    test('administrators are made by a super_admin only', async () => {
      for (const roles of [['admin'], ['editor', 'super_admin']]) {
        expect(refusalIn(await post({ email: newEmail(), roles }))).toBe('403 super_admin_required');
      }
      const made = bodyOf(await post({ email: newEmail(), roles: ['admin'] }, superAdmin.token), 201);
      const events = await eventsAbout(opened.database, String(made.id));
      expect(events.map(({ type }) => type)).toEqual(['user.created', 'admin.role_changed']);
    });
  });

  describe('changing', () => {
    const patch = (id: string, body: object, token = admin.token) => api.call('PATCH', `/api/users/${id}`, token, body);

    test('a name changes without signing anybody out; roles and status end every session', async () => {
      const id = await newAccount();
      expect(bodyOf(await patch(id, { name: 'Ben' }))).toMatchObject({ name: 'Ben' });
      expect((await rowOf(opened.database, id))?.generation).toBe(1);
      expect(bodyOf(await patch(id, { roles: ['writer', 'editor'] }))).toMatchObject({ roles: ['editor', 'writer'] });
      expect((await rowOf(opened.database, id))?.generation).toBe(2);
      expect(bodyOf(await patch(id, { status: 'disabled' }))).toMatchObject({ status: 'disabled', name: 'Ben' });
      expect((await rowOf(opened.database, id))?.generation).toBe(3);
      expect(await eventsAbout(opened.database, id)).toMatchObject([
        { type: 'user.updated', detail: { fields: ['name'] } },
        { type: 'user.updated', detail: { fields: ['roles'], roles: { from: [], to: ['editor', 'writer'] } } },
        { type: 'user.updated', detail: { fields: ['status'], status: { from: 'active', to: 'disabled' } } },
      ]);
    });

    test('what changes nothing leaves no event, and signs nobody out', async () => {
      const id = await newAccount({ roles: ['editor'] });
      bodyOf(await patch(id, { roles: ['editor'], status: 'active' }));
      expect(await eventsAbout(opened.database, id)).toEqual([]);
      expect((await rowOf(opened.database, id))?.generation).toBe(1);
    });

    test('whoever lets a pending account in vouches for its address, and the person hears of it', async () => {
      const id = await newAccount({ status: 'pending' });
      await sql`UPDATE account SET email_verified_at = NULL WHERE id = ${id}::uuid`.execute(opened.database);
      bodyOf(await patch(id, { status: 'active' }));
      expect((await rowOf(opened.database, id))?.email_verified_at).toBeInstanceOf(Date);
      expect((await mailsTo(opened.database, id)).map((mail) => mail.kind)).toEqual(['account_activated']);
      const events = await eventsAbout(opened.database, id);
      expect(events.map(({ type }) => type)).toEqual(['user.updated', 'user.activated']);
    });

    test.each([
      {},
      { email: 'x@example.com' },
      { name: 'x', mfa_required: false },
      { roles: 'admin' },
      { status: null },
    ])('%j is no change', async (body) => {
      const id = await newAccount();
      expect(refusalIn(await patch(id, body))).toBe('400 invalid_body');
    });

    test('roles of administrators are given and taken by a super_admin only', async () => {
      const id = await newAccount();
      expect(refusalIn(await patch(id, { roles: ['admin'] }))).toBe('403 super_admin_required');
      bodyOf(await patch(id, { roles: ['admin'] }, superAdmin.token));
      expect(refusalIn(await patch(id, { roles: [] }))).toBe('403 super_admin_required');
      expect(refusalIn(await patch(id, { name: 'x' }))).toBe('403 super_admin_required');
      bodyOf(await patch(id, { roles: [] }, superAdmin.token));
      const changes = (await eventsAbout(opened.database, id)).filter(({ type }) => type === 'admin.role_changed');
      expect(changes).toMatchObject([{ detail: { from: [], to: ['admin'] } }, { detail: { from: ['admin'], to: [] } }]);
    });

    test('one’s own name may be changed; one’s own roles and status not, not even to what they are', async () => {
      bodyOf(await patch(admin.id, { name: 'Myself' }));
      for (const body of [{ roles: ['admin'] }, { status: 'active' }, { name: 'x', roles: ['super_admin'] }]) {
        expect(refusalIn(await patch(admin.id, body))).toBe('403 own_account');
        expect(refusalIn(await patch(admin.id.toUpperCase(), body))).toBe('403 own_account');
      }
    });
  });

  describe('removing', () => {
    const remove = (id: string, token = admin.token) => api.call('DELETE', `/api/users/${id}`, token);

    test('takes everything but the audit log', async () => {
      const id = await newAccount({ withMfa: true });
      const sent = await remove(id);
      expect([sent.status, sent.text]).toEqual([204, '']);
      expect(await rowOf(opened.database, id)).toBeUndefined();
      const { rows } = await sql`SELECT 1 FROM totp_credential WHERE account_id = ${id}::uuid`.execute(opened.database);
      expect(rows).toEqual([]);
      expect(await eventsAbout(opened.database, id)).toMatchObject([{ type: 'user.deleted', actor_id: admin.id }]);
      expect(refusalIn(await remove(id))).toBe('404 account_not_found');
    });

    test('never oneself; an administrator only by a super_admin', async () => {
      expect(refusalIn(await remove(superAdmin.id, superAdmin.token))).toBe('403 own_account');
      const other = await newAccount({ roles: ['admin'] });
      expect(refusalIn(await remove(other))).toBe('403 super_admin_required');
      expect((await remove(other, superAdmin.token)).status).toBe(204);
    });
  });

  describe('unlocking', () => {
    test('forgets wrong passwords and wrong codes, and nothing else', async () => {
      const id = await newAccount({ withMfa: true });
      await sql`INSERT INTO factor_budget (account_id, kind, failed_at, failures_in_a_row)
        VALUES (${id}::uuid, 'totp', ARRAY[now()], 100)`.execute(opened.database);
      expect(bodyOf(await api.post(`/api/users/${id}/unlock`, admin.token, {}))).toMatchObject({
        id,
        mfa_enabled: true,
      });
      const { rows } = await sql`SELECT 1 FROM factor_budget WHERE account_id = ${id}::uuid`.execute(opened.database);
      expect(rows).toEqual([]);
      expect((await rowOf(opened.database, id))?.generation).toBe(1);
      expect(await eventsAbout(opened.database, id)).toMatchObject([{ type: 'user.unlocked', actor_id: admin.id }]);
    });

    test('needs no body', async () => {
      const id = await newAccount();
      bodyOf(await api.call('POST', `/api/users/${id}/unlock`, admin.token));
    });
  });

  test.each([
    ['PATCH', '', { name: 'x' }],
    ['DELETE', '', undefined],
    ['POST', '/mfa/disable', { reason: 'x' }],
    ['POST', '/mfa/reset', { reason: 'x' }],
    ['POST', '/mfa/extend-grace', { reason: 'x', until: '2026-01-01T00:00:00Z' }],
    ['POST', '/unlock', undefined],
    ['DELETE', '/sessions', undefined],
    ['GET', '/sessions', undefined],
  ])('%s %s of nobody, or of what is no id, is 404', async (method, path, body) => {
    for (const id of [nobody, 'not-an-id', "1'%20OR%20true"]) {
      expect(refusalIn(await api.call(method, `/api/users/${id}${path}`, superAdmin.token, body))).toBe(
        '404 account_not_found',
      );
    }
  });
});

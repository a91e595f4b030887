/** Administrators and other people's second factors and sessions over the API, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, eventsAbout, newEmail, newStaff, rowOf, type Staff } from './admin-bench.js';
import { type ApiServer, makeAccount, secretWords, serveApi } from './api-server.js';
import { refusalIn } from './mfa-bench.js';

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
  const act = (id: string, path: string, body: object, token = admin.token) =>
    api.post(`/api/users/${id}/${path}`, token, body);
  const reason = 'lost phone';

  async function columnsOf(id: string) {
    const { rows } = await sql<
      Record<string, unknown>
    >`SELECT grace_ended_at, grace_extended_until, enrolment_demanded_at,
      (SELECT count(*)::int FROM totp_credential c WHERE c.account_id = a.id) AS factors,
      (SELECT count(*)::int FROM backup_code b WHERE b.account_id = a.id) AS codes
      FROM account a WHERE id = ${id}::uuid`.execute(opened.database);
    return rows[0];
  }

  test.each(['disable', 'reset'])(
    '%s takes factors and codes, raises the generation, and keeps the reason',
    async (name) => {
      const id = await newAccount({ withMfa: true });
      const sent = await act(id, `mfa/${name}`, { reason: `  ${reason} ` });
      expect(bodyOf(sent)).toMatchObject({ id, mfa_enabled: false, mfa_factors: [], backup_codes_remaining: 0 });
      for (const word of secretWords) expect(sent.text).not.toContain(word);
      expect(await columnsOf(id)).toMatchObject({
        grace_ended_at: expect.any(Date),
        enrolment_demanded_at: name === 'reset' ? expect.any(Date) : null,
        factors: 0,
        codes: 0,
      });
      expect((await rowOf(opened.database, id))?.generation).toBe(2);
      const isReset = name === 'reset';
      expect(await eventsAbout(opened.database, id)).toMatchObject([
        {
          type: isReset ? 'mfa.reset' : 'mfa.disabled',
          actor_id: admin.id,
          detail: { reason },
          mail_kind: isReset ? 'mfa_reset' : 'mfa_disabled',
        },
      ]);
    },
  );

  test('without a factor there is nothing to disable; a reset demands one all the same', async () => {
    const id = await newAccount();
    expect(refusalIn(await act(id, 'mfa/disable', { reason }))).toBe('409 mfa_not_enabled');
    expect(await eventsAbout(opened.database, id)).toEqual([]);
    bodyOf(await act(id, 'mfa/reset', { reason }));
    expect(await columnsOf(id)).toMatchObject({ enrolment_demanded_at: expect.any(Date) });
  });

  test.each([
    {},
    { reason: '' },
    { reason: '   ' },
    { reason: 'x'.repeat(501) },
    { reason: 7 },
    { reason, force: true },
  ])('%j is no reason', async (body) => {
    const id = await newAccount({ withMfa: true });
    for (const name of ['disable', 'reset']) {
      expect(refusalIn(await act(id, `mfa/${name}`, body))).toBe('400 invalid_body');
    }
    expect(await columnsOf(id)).toMatchObject({ factors: 2 });
  });

  test('an administrator’s factor is a super_admin’s business, and never one’s own', async () => {
    const other = await newAccount({ roles: ['admin'], withMfa: true });
    for (const name of ['disable', 'reset']) {
      expect(refusalIn(await act(other, `mfa/${name}`, { reason }))).toBe('403 super_admin_required');
      expect(refusalIn(await act(admin.id, `mfa/${name}`, { reason }))).toBe('403 own_account');
      expect(refusalIn(await act(superAdmin.id, `mfa/${name}`, { reason }, superAdmin.token))).toBe('403 own_account');
    }
    expect(await columnsOf(other)).toMatchObject({ factors: 2 });
    bodyOf(await act(other, 'mfa/disable', { reason }, superAdmin.token));
    expect(await columnsOf(other)).toMatchObject({ factors: 0 });
  });

  describe('extending grace', () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const extend = (id: string, until: unknown, token = admin.token) =>
      act(id, 'mfa/extend-grace', { until, reason }, token);

    test('at most 90 days ahead, never backwards, and written down', async () => {
      const id = await newAccount();
      const until = inDays(89);
      bodyOf(await extend(id, until));
      expect(await columnsOf(id)).toMatchObject({ grace_extended_until: new Date(until) });
      for (const refused of [inDays(91), inDays(-1)]) {
        expect(refusalIn(await extend(id, refused))).toBe('422 date_out_of_range');
      }
      for (const odd of ['tomorrow', 1, '2026-13-01T00:00:00Z', '']) {
        expect(refusalIn(await extend(id, odd))).toBe('400 invalid_body');
      }
      expect(await eventsAbout(opened.database, id)).toMatchObject([
        { type: 'mfa.grace_extended', actor_id: admin.id, detail: { until, reason } },
      ]);
    });

    test('not after a reset, not for oneself', async () => {
      const id = await newAccount();
      bodyOf(await act(id, 'mfa/reset', { reason }));
      expect(refusalIn(await extend(id, inDays(3)))).toBe('409 enrolment_demanded');
      expect(refusalIn(await extend(admin.id, inDays(3)))).toBe('403 own_account');
    });
  });

  describe('sessions', () => {
    test('are listed with nothing secret, and all ended at once', async () => {
      const id = await newAccount();
      expect(bodyOf(await api.get(`/api/users/${id}/sessions`, admin.token))).toEqual({ data: [] });
      const sent = await api.call('DELETE', `/api/users/${id}/sessions`, admin.token);
      expect([sent.status, sent.text]).toEqual([204, '']);
      expect((await rowOf(opened.database, id))?.generation).toBe(2);
      expect(await eventsAbout(opened.database, id)).toMatchObject([
        { type: 'session.revoked', actor_id: admin.id, detail: { everywhere: true } },
      ]);
    });

    test('one that is not there is 404 and ends nothing', async () => {
      const id = await newAccount();
      expect(refusalIn(await api.call('DELETE', `/api/users/${id}/sessions?session=nothing`, admin.token))).toBe(
        '404 session_not_found',
      );
      expect((await rowOf(opened.database, id))?.generation).toBe(1);
      expect(await eventsAbout(opened.database, id)).toEqual([]);
    });

    test('of an administrator are read by any, ended by a super_admin or oneself', async () => {
      const other = await newAccount({ roles: ['admin'] });
      bodyOf(await api.get(`/api/users/${other}/sessions`, admin.token));
      expect(refusalIn(await api.call('DELETE', `/api/users/${other}/sessions`, admin.token))).toBe(
        '403 super_admin_required',
      );
      const own = await newStaff(api, opened.database, 'admin');
      expect((await api.call('DELETE', `/api/users/${own.id}/sessions`, own.token)).status).toBe(204);
    });
  });
});

/** Reports for whoever must show who has a second factor, over the API. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { recordAdoption } from '../../src/census/record-adoption.js';
import { adoptionSettings, fillSmall } from '../census/census-fixture.js';
import { problemIn } from '../http/tiny-server.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { type ApiServer, secretWords, serveApi } from './api-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  let reader: string;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
    await fillSmall(opened.database);
    await recordAdoption(opened.database, adoptionSettings);
    reader = api.issue({ scopes: ['admin:read'] });
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const read = async (path: string, accept = 'application/json') => {
    const sent = await api.get(path, reader, { Accept: accept });
    expect([sent.status, sent.text]).toEqual([200, sent.text]);
    return sent;
  };
  const json = async (path: string) => JSON.parse((await read(path)).text);

  describe('adoption', () => {
    test('says how accounts stand now, by role and group, and on each day', async () => {
      const { now, days } = await json('/api/reports/adoption');
      expect(now).toMatchObject({ enrolled: 2, pending: 1, disabled: 1, taken_at: expect.stringMatching(/Z$/) });
      expect(now.roles.map(({ name }: { name: string }) => name)).toEqual(['staff', 'admin']);
      expect(now.groups).toEqual([expect.objectContaining({ name: 'Sales', enrolled: 1, in_grace: 0, overdue: 1 })]);
      expect(days).toEqual([
        { day: expect.any(String), enrolled: 2, in_grace: 1, overdue: 2, exempt: 2, pending: 1, disabled: 1 },
      ]);
    });

    test('counts at most once a minute, whoever asks', async () => {
      await json('/api/reports/adoption');
      opened.statements.length = 0;
      await Promise.all([json('/api/reports/adoption'), json('/api/reports/adoption')]);
      expect(opened.statements.filter((statement) => /FROM account a WHERE a\.id >/.test(statement))).toEqual([]);
    });

    test('of one role or group alone', async () => {
      const ofRole = await json('/api/reports/adoption?role=staff');
      expect(ofRole.days).toEqual([expect.objectContaining({ enrolled: 1, exempt: 1, pending: 1, disabled: 1 })]);
      expect((await json('/api/reports/adoption?group=Sales')).days).toHaveLength(1);
      expect((await json('/api/reports/adoption?role=nobody')).days).toEqual([]);
    });

    test('as CSV with every role and group', async () => {
      const sent = await read('/api/reports/adoption', 'text/csv');
      const lines = sent.text.trim().split('\r\n');
      expect(lines[0]).toBe('"day","scope","name","enrolled","in_grace","overdue","exempt","pending","disabled"');
      expect(lines).toHaveLength(5);
      expect(lines[1]).toMatch(/^"\d{4}-\d\d-\d\d","all","",2,1,2,2,1,1$/);
      expect(sent.headers['content-disposition']).toBe('attachment; filename="mfa-adoption.csv"');
    });

    test.each([
      ['the days are the wrong way round', 'from=2026-02-02&to=2026-02-01'],
      ['there are too many', 'from=2016-02-02&to=2026-02-01'],
      ['a day is none', 'from=2026-02-30'],
      ['a day is a moment', 'from=2026-02-01T00:00:00Z'],
      ['both a role and a group are asked for', 'role=a&group=b'],
    ])('is refused when %s', async (_name, query) => {
      for (const accept of ['application/json', 'text/csv']) {
        const sent = await api.get(`/api/reports/adoption?${query}`, reader, { Accept: accept });
        expect(problemIn(sent)).toMatchObject({ status: 400, code: 'invalid_parameter' });
      }
    });
  });

  describe('compliance', () => {
    test('says of each account what it has, what is required and why', async () => {
      const { data } = await json('/api/reports/compliance?group=sales&state=enrolled');
      expect(data).toEqual([
        {
          id: expect.any(String),
          ...{ email: 'cem@example.org', name: 'Cem\nÖz', status: 'active', roles: ['staff'], groups: ['Sales'] },
          ...{
            mfa_state: 'enrolled',
            mfa_required: true,
            required_because: 'required_for_group',
            required_of: 'Sales',
          },
          mfa_grace_ends_at: null,
          mfa_configured_at: expect.any(String),
          mfa_last_verified_at: null,
          mfa_factors: [
            {
              id: expect.any(String),
              ...{ type: 'totp', name: 'Phone', created_at: '2026-02-03T04:05:06.789Z' },
              last_used_at: '2026-03-04T05:06:07.000Z',
            },
          ],
          backup_codes_remaining: 7,
          created_at: expect.any(String),
          last_sign_in_at: null,
        },
      ]);
    });

    const emails = async (query: string) =>
      (await json(`/api/reports/compliance?${query}`)).data
        .map(({ email }: { email: string }) => email.split('@')[0])
        .sort();
    test.each([
      ['state=enrolled', ['ada', 'cem']],
      ['state=overdue', ['bob', 'fay', 'gus']],
      ['state=exempt', ['dia', 'eve']],
      ['state=pending', ['hal']],
      ['state=disabled', ['ida']],
      ['state=in_grace', []],
      ['role=admin', ['ada', 'bob']],
      ['role=admin&state=overdue', ['bob']],
      ['group=SALES', ['cem', 'fay']],
      ['group=nobody', []],
    ])('is narrowed by %s', async (query, expected) => expect(await emails(query)).toEqual(expected));

    test.each(['', 'state=overdue&'])('comes page by page, every account once (%s)', async (query) => {
      const seen: string[] = [];
      for (let cursor = ''; ; ) {
        const page = await json(`/api/reports/compliance?${query}limit=2${cursor}`);
        expect(page.data.length).toBeLessThanOrEqual(2);
        seen.push(...page.data.map(({ id }: { id: string }) => id));
        if (page.next_cursor === null) break;
        cursor = `&cursor=${page.next_cursor}`;
      }
      expect([seen.length, new Set(seen).size]).toEqual(query === '' ? [9, 9] : [3, 3]);
    });

    test('as CSV no cell is a formula, and every name stays in its cell', async () => {
      const { text, headers } = await read('/api/reports/compliance', 'text/csv');
      expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
      expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
      expect(text).toContain('"Ada ""Countess"" Lovelace"');
      expect(text).toContain('"Cem\nÖz"');
      expect(text.split('\r\n')).toHaveLength(11);
      for (const word of secretWords) expect(text).not.toContain(word);
    });

    test('as JSON lines, the same entries as in the list', async () => {
      const { text } = await read('/api/reports/compliance?role=admin', 'application/x-ndjson');
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines).toEqual((await json('/api/reports/compliance?role=admin')).data);
    });

    test('an export is of any length, in statements of a thousand accounts', async () => {
      await sql`INSERT INTO account (email, email_key) SELECT 'n' || n, 'n' || n FROM generate_series(1, 2500) AS n`.execute(
        opened.database,
      );
      opened.statements.length = 0;
      const { text } = await read('/api/reports/compliance?state=exempt', 'application/x-ndjson');
      expect(text.trim().split('\n')).toHaveLength(2502);
      expect(opened.statements.length).toBeLessThan(6);
      await sql`DELETE FROM account WHERE email_key LIKE 'n%'`.execute(opened.database);
    });
  });

  describe('a simulation', () => {
    const group = async () => {
      const { rows } = await sql<{ id: string }>`SELECT id FROM account_group`.execute(opened.database);
      return rows[0]?.id ?? '';
    };

    test('needs to read alone, says what the change would do, and does not do it', async () => {
      const groups = [{ id: await group(), level: 'optional' }];
      const sent = await api.post('/api/policy/simulate', reader, { groups });
      expect([sent.status, JSON.parse(sent.text)]).toMatchObject([
        200,
        {
          before: { enrolled: 2, overdue: 3 },
          after: { enrolled: 2, overdue: 2 },
          ...{ newly_overdue: 0, newly_in_grace: 0, released: 1, leaves_no_administrator: false },
          affected: [{ email: 'fay@example.org', from: 'overdue', to: 'exempt', because: null, deadline: null }],
        },
      ]);
      const { rows } = await sql`SELECT mfa_policy FROM account_group`.execute(opened.database);
      expect(rows).toEqual([{ mfa_policy: 'required' }]);
    });

    test.each([
      ['the environment decides it', { all: 'required' }, 409, 'fixed_by_environment'],
      [
        'there is no such group',
        { groups: [{ id: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d', level: 'required' }] },
        404,
        'group_not_found',
      ],
      ['nothing changes', {}, 400, 'invalid_body'],
      ['it is more than a simulation', { roles: [{ role: 'x', level: 'required' }], force: true }, 400, 'invalid_body'],
    ])('is refused when %s', async (_name, body, status, code) => {
      const sent = await api.post('/api/policy/simulate', reader, body);
      expect(problemIn(sent).status).toBe(status);
      if (status !== 400) expect(problemIn(sent).code).toBe(code);
    });

    test('is for administrators alone', async () => {
      const body = { roles: [{ role: 'x', level: 'required' }] };
      expect((await api.post('/api/policy/simulate', api.issue({ scopes: ['account'] }), body)).status).toBe(403);
      expect((await api.post('/api/policy/simulate', null, body)).status).toBe(401);
    });
  });

  test('the list of accounts is narrowed by how they stand, and by group', async () => {
    const list = async (query: string) =>
      (await json(`/api/users?fields=email&${query}`)).data
        .map(({ email }: { email: string }) => email.split('@')[0])
        .sort();
    expect(await list('mfa_state=overdue')).toEqual(['bob', 'fay', 'gus']);
    expect(await list('mfa_state=overdue&status=pending')).toEqual([]);
    expect(await list('mfa_state=enrolled&mfa_enabled=false')).toEqual([]);
    expect(await list('mfa_state=enrolled&role=staff')).toEqual(['cem']);
    expect(await list('group=sales')).toEqual(['cem', 'fay']);
  });

  test.each(['/api/reports/adoption', '/api/reports/compliance'])('%s is for administrators alone', async (path) => {
    const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE email = 'dia@example.org'`.execute(
      opened.database,
    );
    const accountId = rows[0]?.id ?? '';
    const tokens = [
      [api.issue({ scopes: ['account'] }), 403],
      [api.issue({ accountId, scopes: ['admin:read'], mfaVerified: true }), 403],
      [null, 401],
    ] as const;
    for (const accept of ['application/json', 'text/csv']) {
      for (const [token, status] of tokens) {
        expect((await api.get(path, token, { Accept: accept })).status).toBe(status);
      }
      expect((await api.get(`${path}?surprise=1`, reader, { Accept: accept })).status).toBe(400);
    }
  });
});

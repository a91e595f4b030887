/** What the API says of accounts, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { userSorts } from '../../src/administration/user-cursor.js';
import { userFields } from '../../src/api/user-schema.js';
import { problemIn } from '../http/tiny-server.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { type ApiServer, graceEndsAt, makeAccount, secretWords, serveApi } from './api-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  let ada: string;
  let bob: string;
  let reader: string;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
    // Twenty-five more, all of the same millisecond and a few of the same microsecond.
    for (let count = 0; count < 25; count += 1) {
      const createdAt = `2026-01-01T00:00:00.0001${String(Math.floor(count / 3)).padStart(2, '0')}Z`;
      const status = count % 5 === 0 ? 'disabled' : 'active';
      await makeAccount(opened.database, { email: `person${count}@example.org`, createdAt, status });
    }
    ada = await makeAccount(opened.database, { email: 'Ada@Example.org', roles: ['admin'], withMfa: true });
    bob = await makeAccount(opened.database, { email: 'bob@example.org', createdAt: '2026-01-03T00:00:00Z' });
    reader = api.issue({ accountId: ada, scopes: ['admin:read'], mfaVerified: true });
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const list = async (query: string) => {
    const sent = await api.get(`/api/users?${query}`, reader);
    expect(sent.status).toBe(200);
    return JSON.parse(sent.text) as { data: Record<string, unknown>[]; next_cursor: string | null };
  };
  const emails = async (query: string) => (await list(query)).data.map((user) => user.email);

  describe('one account', () => {
    test('has exactly the published fields, times in UTC, and no secret', async () => {
      const sent = await api.get(`/api/users/${ada}`, reader);
      expect(sent.status).toBe(200);
      expect(sent.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(JSON.parse(sent.text)).toEqual({
        id: ada,
        email: 'Ada@Example.org',
        mfa_enabled: true,
        mfa_configured_at: '2026-02-03T04:05:06.789Z',
        name: 'Ada <b>“Countess”</b>',
        roles: ['admin'],
        status: 'active',
        mfa_required: true,
        mfa_grace_ends_at: graceEndsAt.toISOString(),
        mfa_last_verified_at: null,
        backup_codes_remaining: 2,
        mfa_factors: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            type: 'totp',
            name: 'Phone',
            created_at: '2026-02-03T04:05:06.789Z',
            last_used_at: null,
          },
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            type: 'totp',
            name: 'Tablet',
            created_at: '2026-02-03T22:00:00.000Z',
            last_used_at: '2026-02-05T00:00:00.000Z',
          },
        ],
        created_at: '2026-01-02T10:00:00.000Z',
        last_sign_in_at: null,
      });
      for (const word of secretWords) expect(sent.text).not.toContain(word);
    });

    test('without a factor says so in every field', async () => {
      const user = JSON.parse((await api.get(`/api/users/${bob}`, reader)).text);
      expect(user).toMatchObject({
        mfa_enabled: false,
        mfa_configured_at: null,
        mfa_required: false,
        mfa_grace_ends_at: null,
        backup_codes_remaining: 0,
        mfa_factors: [],
      });
    });

    test('is the same under any spelling of its id', async () => {
      expect((await api.get(`/api/users/${ada.toUpperCase()}`, reader)).status).toBe(200);
    });

    test('is one statement besides the token', async () => {
      opened.statements.length = 0;
      await api.get(`/api/users/${ada}`, reader);
      expect(opened.statements).toHaveLength(2);
    });

    test('can be asked for in part, and only what is asked for is read', async () => {
      opened.statements.length = 0;
      const sent = await api.get(`/api/users/${ada}?fields=mfa_enabled,email`, reader);
      expect(JSON.parse(sent.text)).toEqual({ email: 'Ada@Example.org', mfa_enabled: true });
      expect(opened.statements.at(-1)).not.toMatch(/totp_credential|backup_code|last_sign_in_at|password/);
    });

    test.each(userFields)('the field %s can be asked for alone', async (field) => {
      const whole = JSON.parse((await api.get(`/api/users/${ada}`, reader)).text);
      const part = JSON.parse((await api.get(`/api/users/${ada}?fields=${field}`, reader)).text);
      expect(part).toEqual({ [field]: whole[field] });
    });

    test.each([
      ['a number', '1'],
      ['a path', '..%2Fusers'],
      ['NUL', '%00'],
      ['broken encoding', '%E0%A4%A'],
      ['SQL', "'%20OR%201=1--"],
      ['braces around a UUID', '%7B00000000-0000-0000-0000-000000000000%7D'],
      ['an unknown UUID', '00000000-0000-4000-8000-000000000000'],
      ['ten thousand characters', 'a'.repeat(10_000)],
    ])('%s as id is an account that is not there', async (_case, id) => {
      const sent = await api.get(`/api/users/${id}`, reader);
      expect([400, 404]).toContain(sent.status);
      expect(problemIn(sent).code).toMatch(/^(account_not_found|not_found|bad_request)$/);
    });
  });

  describe('many accounts', () => {
    test('come oldest first, each once, over pages of seven', async () => {
      const seen: unknown[] = [];
      let cursor: string | null = null;
      let pages = 0;
      do {
        const after: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page = await list(`fields=id,created_at&limit=7${after}`);
        expect(page.data.length).toBeLessThanOrEqual(7);
        seen.push(...page.data.map((user) => user.id));
        cursor = page.next_cursor;
        pages += 1;
      } while (cursor !== null);
      const { rows } = await sql<{ id: string }>`SELECT id FROM account ORDER BY created_at, id`.execute(
        opened.database,
      );
      expect(seen).toEqual(rows.map(({ id }) => id));
      expect(pages).toBe(4);
    });

    test('a page that is just full is the last one', async () => {
      expect((await list('limit=27&fields=id')).next_cursor).toBeNull();
      expect((await list('limit=26&fields=id')).next_cursor).not.toBeNull();
    });

    test('without anything asked are whole', async () => {
      const { data } = await list('');
      expect(data).toHaveLength(27);
      expect(Object.keys(data.at(-2) ?? {})).toEqual(userFields);
    });

    test('are one statement, whatever is asked for', async () => {
      opened.statements.length = 0;
      await list('');
      expect(opened.statements).toHaveLength(2);
    });

    test('never show a secret', async () => {
      const { text } = await api.get('/api/users', reader);
      for (const word of secretWords) expect(text).not.toContain(word);
    });

    test.each([
      ['by e-mail, in any case', 'email=aDa%40example.ORG', ['Ada@Example.org']],
      ['by an unknown e-mail', 'email=nobody%40example.org', []],
      ['by part of an e-mail', 'email=ada', []],
      ['by a pattern', 'email=%25', []],
      ['with a second factor', 'mfa_enabled=true', ['Ada@Example.org']],
      ['by role', 'role=admin', ['Ada@Example.org']],
      ['by a role nobody has', 'role=auditor', []],
      ['by role and the lack of a factor', 'role=admin&mfa_enabled=false', []],
      ['by status', 'status=disabled', [0, 5, 10, 15, 20].map((number) => `person${number}@example.org`)],
    ])('%s', async (_case, query, expected) => {
      expect((await emails(`${query}&fields=email`)).toSorted()).toEqual(expected.toSorted());
    });

    test('without a second factor are all the others', async () => {
      expect(await emails('mfa_enabled=false&fields=email')).toHaveLength(26);
    });

    test.each([
      ['an unknown parameter', 'emails=x', 'unknown_parameter'],
      ['another system’s name', 'two_factor_enabled=true', 'unknown_parameter'],
      ['a token in the address', 'access_token=x', 'unknown_parameter'],
      ['a repeated parameter', 'status=active&status=disabled', 'repeated_parameter'],
      ['an unknown field', 'fields=email,password_hash', 'invalid_parameter'],
      ['a secret column', 'fields=seed_sealed', 'invalid_parameter'],
      ['no field', 'fields=', 'invalid_parameter'],
      ['an empty field', 'fields=email,', 'invalid_parameter'],
      ['a field from the prototype', 'fields=constructor', 'invalid_parameter'],
      ['no limit', 'limit=0', 'invalid_parameter'],
      ['too high a limit', 'limit=201', 'invalid_parameter'],
      ['a negative limit', 'limit=-1', 'invalid_parameter'],
      ['a limit that is no number', 'limit=ten', 'invalid_parameter'],
      ['a limit in another notation', 'limit=1e1', 'invalid_parameter'],
      ['a truth in another notation', 'mfa_enabled=1', 'invalid_parameter'],
      ['an unknown status', 'status=locked', 'invalid_parameter'],
      ['NUL', 'role=%00', 'invalid_parameter'],
      ['an invented cursor', 'cursor=MS4x', 'invalid_cursor'],
      ['an empty cursor', 'cursor=', 'invalid_parameter'],
    ])('%s is refused', async (_case, query, code) => {
      const sent = await api.get(`/api/users?${query}`, reader);
      expect(sent.status).toBe(400);
      expect(problemIn(sent).code).toBe(code);
    });

    test.each([
      ['by address', 'sort=email', ['Ada@Example.org', 'bob@example.org', 'person0@example.org']],
      ['by address from the end', 'sort=-email', ['person9@example.org', 'person8@example.org', 'person7@example.org']],
      ['the newest first', 'sort=-created', ['bob@example.org', 'Ada@Example.org', 'person24@example.org']],
      ['who never signed in first', 'sort=last_sign_in&q=bob', []],
      ['the latest sign-in first', 'sort=-last_sign_in', ['bob@example.org']],
    ])('can be sorted: %s', async (_name, query, first) => {
      await sql`UPDATE account SET last_sign_in_at = now() WHERE email_key = 'bob@example.org'`.execute(
        opened.database,
      );
      const found = await emails(`${query}&fields=email&limit=3`);
      expect(found.slice(0, first.length)).toEqual(first);
    });

    test.each(userSorts)('by %s every account comes once, whatever the size of the page', async (sort) => {
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const page = await list(`fields=id&limit=4&sort=${encodeURIComponent(sort)}${cursor}`);
        seen.push(...page.data.map((user) => user.id));
        if (page.next_cursor === null) break;
        cursor = `&cursor=${page.next_cursor}`;
      }
      expect([seen.length, new Set(seen).size]).toEqual([27, 27]);
    });

    test('a cursor of another order is refused', async () => {
      const { next_cursor: cursor } = await list('limit=1&fields=id&sort=email');
      const sent = await api.get(`/api/users?cursor=${cursor}`, reader);
      expect(problemIn(sent)).toMatchObject({ status: 400, code: 'invalid_cursor' });
    });

    test.each([
      ['the beginning of an address', 'person2', 6],
      ['in any case', 'PERSON24', 1],
      ['the beginning of a name', 'ada <b', 27],
      ['the beginning of a last name', '<B>“count', 27],
      ['not the middle', 'erson', 0],
      ['nor a pattern', 'person_', 0],
      ['nor any', '%', 0],
      ['nor an escape', '\\', 0],
    ])('is searched by %s', async (_name, q, count) => {
      expect(await emails(`fields=email&limit=200&q=${encodeURIComponent(q)}`)).toHaveLength(count);
    });

    test('who is locked out is found, by wrong passwords and by wrong codes', async () => {
      const { database } = opened;
      await sql`INSERT INTO password_failure (account_key, source_key, locked_until, account_id)
        VALUES ('a', 's', now() + interval '1 minute', ${ada}), ('b', 's', now() - interval '1 minute', ${bob})`.execute(
        database,
      );
      expect(await emails('fields=email&locked=true')).toEqual(['Ada@Example.org']);
      await sql`INSERT INTO factor_budget (account_id, kind, failed_at)
        VALUES (${bob}, 'totp', array_fill(now(), ARRAY[10]))`.execute(database);
      expect(await emails('fields=email&locked=true')).toEqual(['Ada@Example.org', 'bob@example.org']);
      expect(await emails('fields=email&locked=false&limit=200')).toHaveLength(25);
    });

    test('a cursor is refused after any damage', async () => {
      const { next_cursor: cursor } = await list('limit=1&fields=id');
      const text = cursor ?? '';
      for (let at = 0; at < text.length; at += 1) {
        const damaged = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
        const sent = await api.get(`/api/users?cursor=${damaged}`, reader);
        expect(problemIn(sent)).toMatchObject({ status: 400, code: 'invalid_cursor' });
      }
      for (const damaged of [text.slice(0, -1), `${text}A`, `${text}=`]) {
        expect((await api.get(`/api/users?cursor=${damaged}`, reader)).status).toBe(400);
      }
    });
  });
});

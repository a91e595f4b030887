/** Lists of accounts in the console: by its links everybody is met once, in every order and under every filter; the file holds the same people, to the end. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, type Person, textOf } from '../support/person.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** More than the file reads at a time, and than the overdue filter looks at for one page. */
const people = 1130;

/** What spreadsheets would take for a formula. */
const formulas = ['=1+1', '@SUM(A1)', '+49', '-1', '\t=1', ' =1', '＝1', '"quoted", with a comma'];

const sorts = ['created', '-created', 'email', '-email', 'last_sign_in', '-last_sign_in'];
const filters = [
  '',
  'mfa=on',
  'mfa=off',
  'mfa=overdue',
  'role=staff',
  'status=disabled',
  'q=person1',
  'locked=yes',
  'mfa=off&role=staff&status=active',
];

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let person: Person;

  beforeAll(async () => {
    // Everybody needs a factor at once, but for those who were given more time.
    server = await startTestServer({
      kind,
      env: { RATE_LIMIT: 'off', REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0' },
    });
    const root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
    await sql`INSERT INTO account (email, email_key, name, roles, status, created_at, last_sign_in_at, mfa_configured_at, grace_extended_until)
      SELECT 'person' || n || '@example.org', 'person' || n || '@example.org', 'Person ' || n,
        CASE WHEN n % 3 = 0 THEN '{staff}' ELSE '{}' END::text[],
        CASE WHEN n % 50 = 0 THEN 'disabled' WHEN n % 70 = 0 THEN 'pending' ELSE 'active' END,
        -- Many at the same moment, some of them after a microsecond.
        CASE WHEN n % 2 = 0 THEN now() - interval '1 day' ELSE timestamptz '2026-01-01' + (n / 100) * interval '1 microsecond' END,
        CASE WHEN n % 4 > 0 THEN timestamptz '2026-02-01' + (n / 90) * interval '1 microsecond' END,
        CASE WHEN n % 5 = 0 THEN timestamptz '2026-03-01' END,
        CASE WHEN n % 7 = 0 THEN now() + interval '1 day' WHEN n % 7 = 1 THEN now() - interval '1 day' END
      FROM generate_series(1, ${people}::int) AS n`.execute(server.database);
    await sql`INSERT INTO password_failure (account_key, source_key, failures, locked_until, account_id)
      SELECT id::text, 'somewhere', 9, now() + interval '20 minutes', id FROM account WHERE email_key LIKE 'person77%'`.execute(
      server.database,
    );
    for (const [index, name] of formulas.entries()) await server.addAccount(`formula${index}@example.net`, { name });
    person = await ownBrowser(server, root);
  });
  afterAll(() => server?.stop());

  const idsIn = (html: string) => [...html.matchAll(/type="checkbox" id="([^"]+)"/g)].map(([, id = '']) => id);
  /** Everybody, as somebody meets them who follows the link to the next page until there is none. */
  async function byLinks(query: string): Promise<string[]> {
    const met: string[] = [];
    let next: string | undefined = `/admin/users?${query}`;
    for (let page = 0; next !== undefined && page < 100; page += 1) {
      const { html, status } = await person.open(server.issuer + next);
      expect(status).toBe(200);
      const ids = idsIn(html);
      expect(ids.length).toBeLessThanOrEqual(query.includes('overdue') ? 500 : 50);
      met.push(...ids);
      next = html.match(/<a href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(next).toBeUndefined();
    return met;
  }
  async function file(query: string): Promise<Record<string, string>[]> {
    const { html, headers, status } = await person.open(`${server.issuer}/admin/users.csv?${query}`);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/csv')]);
    expect([headers.get('cache-control'), headers.get('content-disposition')]).toEqual([
      'no-store',
      'attachment; filename="users.csv"',
    ]);
    const lines = html
      .split('\r\n')
      .filter(Boolean)
      .map((line) => [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"')));
    const [columns = [], ...rows] = lines;
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])));
  }
  async function idsWhere(condition: ReturnType<typeof sql>): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE ${condition}`.execute(server.database);
    return rows.map(({ id }) => id).toSorted();
  }

  test.each(sorts)(
    'sorted by %s nobody is met twice, nobody left out, and the file has the same order',
    async (sort) => {
      const met = await byLinks(`sort=${sort}`);
      expect(new Set(met).size).toBe(met.length);
      expect(met.toSorted()).toEqual(await idsWhere(sql`true`));
      expect((await file(`sort=${sort}`)).map(({ id }) => id)).toEqual(met);
    },
  );

  test.each(['email', 'last_sign_in', 'created'])(
    'the other way around is the same list from its end: %s',
    async (sort) => {
      expect(await byLinks(`sort=-${sort}`)).toEqual((await byLinks(`sort=${sort}`)).reverse());
    },
  );

  test.each(filters)('the file holds whom the list shows: %j', async (filter) => {
    const met = await byLinks(filter);
    expect(met.length).toBeGreaterThan(0);
    expect(new Set(met).size).toBe(met.length);
    expect((await file(filter)).map(({ id }) => id)).toEqual(met);
  });

  test('overdue is who works, has no factor, and whose time is over; no more and no fewer, on however many pages', async () => {
    const overdue = await idsWhere(
      sql`status = 'active' AND mfa_configured_at IS NULL AND coalesce(grace_extended_until < now(), true)`,
    );
    expect(overdue.length).toBeGreaterThan(300);
    expect((await byLinks('mfa=overdue')).toSorted()).toEqual(overdue);
    const rows = await file('mfa=overdue');
    expect(
      new Set(rows.map((row) => `${row.mfa_overdue} ${row.mfa_required} ${row.mfa_enabled} ${row.status}`)),
    ).toEqual(new Set(['true true false active']));
    const all = await file('');
    expect(
      all
        .filter((row) => row.mfa_overdue === 'true')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(overdue);
  });

  test('only who was ticked is in the file', async () => {
    const [first = '', , third = ''] = idsIn((await person.open(`${server.issuer}/admin/users`)).html);
    expect((await file(`id=${first}&id=${third}`)).map(({ id }) => id)).toEqual([first, third]);
  });

  test('no cell is a formula to a spreadsheet, and every one is whole', async () => {
    const rows = await file('q=formula');
    expect(rows.map(({ name }) => name).toSorted()).toEqual(
      formulas.map((name) => (name.startsWith('"') ? name : `'${name}`)).toSorted(),
    );
    const { html } = await person.open(`${server.issuer}/admin/users.csv`);
    const cells = [...html.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = '']) => cell);
    expect(cells.length).toBeGreaterThan(people);
    expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
  });

  test('no secret and no hash is in the file', async () => {
    const [row = {}] = await file('q=root');
    expect(Object.keys(row)).toEqual(
      'id email name status roles mfa_enabled mfa_configured_at mfa_last_verified_at mfa_required mfa_grace_ends_at mfa_overdue backup_codes_remaining created_at last_sign_in_at'.split(
        ' ',
      ),
    );
    expect(row).toMatchObject({
      email: 'root@example.com',
      roles: 'super_admin',
      mfa_enabled: 'true',
      backup_codes_remaining: '10',
    });
  });

  test('a link of another order, or one that was cut, begins at the front', async () => {
    const { html } = await person.open(`${server.issuer}/admin/users?sort=email`);
    const cursor = html.match(/cursor=([^"&]+)/)?.[1] ?? '';
    expect(cursor).not.toBe('');
    expect(hiddenField(html, 'sort')).toBe('email');
    const front = idsIn((await person.open(`${server.issuer}/admin/users?sort=-email`)).html);
    for (const odd of [cursor, cursor.slice(0, 10), 'x']) {
      const page = await person.open(`${server.issuer}/admin/users?sort=-email&cursor=${odd}`);
      expect([page.status, idsIn(page.html)]).toEqual([200, front]);
      expect(textOf(page.html)).not.toContain('server_error');
    }
  });
});

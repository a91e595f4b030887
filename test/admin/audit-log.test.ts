/** The audit log in the console: narrowed, paged, told in words and exported, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordEvents } from '../../src/audit/audit-store.js';
import { ownBrowser } from '../support/own-account.js';
import type { Page, Person } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** More than two pages, and than a batch of an export. */
const many = 520;
const hostile = '<script>alert(1)</script>"\'&';

/** The detail's `n` of every event on the page, in its order. */
const numbers = ({ html }: Page) =>
  [...html.matchAll(/<code>n<\/code><\/dt><dd><bdi[^>]*>(\d+)</g)].map(([, n]) => Number(n));
const next = ({ html }: Page) => html.match(/<a href="([^"]+)" rel="next">/)?.[1]?.replaceAll('&amp;', '&');

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: EnrolledAccount;
  let anna: EnrolledAccount;
  let person: Person;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
    anna = await addEnrolledAccount(server, 'anna@example.com');
    await recordEvents(
      server.database,
      Array.from({ length: many }, (_, n) => ({
        type: n % 5 === 0 ? ('mfa.reset' as const) : ('mfa.verified' as const),
        actor: n % 5 === 0 ? { type: 'account' as const, id: root.account.id } : { type: 'system' as const, id: null },
        subjectId: n % 2 === 0 ? anna.account.id : null,
        outcome: n % 10 === 0 ? ('failure' as const) : ('success' as const),
        userAgent: hostile,
        detail: { n, reason: hostile, changes: { roles: ['staff', hostile] } },
      })),
    );
    person = await ownBrowser(server, root);
  });
  afterAll(() => server?.stop());

  const open = (query: string) => person.open(`${server.issuer}/admin/audit${query}`);

  test('every event is on one page, the newest first', async () => {
    const seen: number[] = [];
    let page = await open('?type=mfa.reset');
    for (let pages = 1; ; pages += 1) {
      seen.push(...numbers(page));
      const following = next(page);
      if (following === undefined) break;
      expect(pages).toBeLessThan(10);
      page = await person.open(server.issuer + following);
    }
    expect(seen).toEqual(Array.from({ length: many / 5 }, (_, index) => many - 5 - 5 * index));
  });

  test('filters narrow each other, and stay chosen', async () => {
    const today = new Date().toISOString().slice(0, 10);
    for (const [query, first] of [
      ['?type=mfa.reset&outcome=success', [515, 505, 495]],
      ['?user=ANNA@example.com&type=mfa.verified', [518, 516, 514]],
      [`?user=${'anna'}%40example.com&actor=root%40example.com`, [510, 500, 490]],
      ['?actor=root%40example.com&outcome=failure', [510, 500, 490]],
    ] as const) {
      expect([query, numbers(await open(query)).slice(0, 3)]).toEqual([query, first]);
    }
    const byId = await open(`?user=${anna.account.id.toUpperCase()}&type=mfa.reset&from=${today}&to=${today}`);
    expect(numbers(byId).slice(0, 2)).toEqual([510, 500]);
    expect(byId.html).toContain('<option value="mfa.reset" selected');
    expect(numbers(await open('?from=2020-01-01&to=2020-01-31'))).toEqual([]);
    expect((await open('?from=2020-01-01&to=2020-01-31')).html).toContain('Nothing happened');
  });

  test('people and administrators are named, with the way to their pages', async () => {
    const { html } = await open('?type=mfa.reset');
    expect(html).toContain(`<a href="/admin/users/${anna.account.id}"><bdi class="name">anna@example.com</bdi></a>`);
    expect(html).toContain(`<a href="/admin/users/${root.account.id}"><bdi class="name">root@example.com</bdi></a>`);
    expect(html).toContain('MFA reset');
    expect((await open(`?user=${anna.account.id}&type=user.login`)).html).toContain('themselves');
    expect((await open('?type=mfa.verified')).html).toContain('this server');
  });

  test('events of an account that is gone are still found by its id', async () => {
    const gone = '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d';
    await recordEvents(server.database, [
      {
        type: 'user.deleted',
        actor: { type: 'cli', id: null },
        subjectId: gone,
        outcome: 'success',
        detail: { n: 9000 },
      },
    ]);
    const page = await open(`?user=${gone}`);
    expect(numbers(page)).toEqual([9000]);
    expect(page.html).toContain(`deleted account <code>${gone}</code>`);
    expect(page.html).toContain('the command line');
  });

  test('nothing in an event is markup', async () => {
    const { html } = await open('?type=mfa.reset');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script>alert(1)');
    expect(html).toContain('<code>changes.roles</code>');
  });

  test.each([
    ['?user=nobody%40example.com', 'user'],
    ['?actor=nobody%40example.com', 'actor'],
    ['?from=2026-02-31', 'from'],
    ['?to=tomorrow', 'to'],
    ['?from=2026-03-02&to=2026-03-01', 'to'],
  ])('%s is refused at its field, and kept', async (query, field) => {
    const page = await open(query);
    expect(page.status).toBe(422);
    expect(page.html).toMatch(/<title>Error: /);
    expect(page.html).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="[^"]*${field}-error"`));
    expect((await person.open(`${server.issuer}/admin/audit/export${query}`)).url).toContain('/admin/audit?');
  });

  test.each([
    '?type=nonsense&outcome=perhaps&unknown=1',
    '?cursor=junk',
    '?cursor=MV8xLkFBQUFBQUFB',
    '?type=mfa.reset&type=mfa.locked',
    '?type=%00&user=%ff',
    '?user=%',
    '?actor=nobody-in-particular',
    '?format=exe',
    '?from=&to=&user=&actor=&type=&outcome=',
    '?__proto__=1&constructor=2',
  ])('%s shows a page', async (query) => {
    expect((await open(query)).status).toBe(200);
    expect((await person.open(`${server.issuer}/admin/audit/export${query}`)).status).toBe(200);
  });

  test('exports hold all that the filters leave, and nothing else', async () => {
    const csv = await person.open(`${server.issuer}/admin/audit/export?format=csv&type=mfa.verified`);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="audit-events.csv"');
    expect(csv.headers.get('cache-control')).toBe('no-store');
    const csvLines = csv.html.trim().split('\r\n');
    expect(csvLines[0]).toMatch(/^"id","at","type"/);
    expect(csvLines.slice(1).filter((line) => line.includes('"mfa.verified"')).length).toBe(csvLines.length - 1);
    expect(csvLines.length - 1).toBeGreaterThanOrEqual((many * 4) / 5);

    const lines = await person.open(`${server.issuer}/admin/audit/export?format=ndjson&user=anna%40example.com`);
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    const events = lines.html
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.every(({ subject_id }) => subject_id === anna.account.id)).toBe(true);
    expect(events.length).toBeGreaterThanOrEqual(many / 2);
  });

  test('an administrator who is demoted exports nothing more', async () => {
    const admin = await addEnrolledAccount(server, `admin-${kind}@example.com`, { roles: ['admin'] });
    const browser = await ownBrowser(server, admin);
    expect((await browser.open(`${server.issuer}/admin/audit/export`)).status).toBe(200);
    await server.database.updateTable('account').set({ roles: [] }).where('id', '=', admin.account.id).execute();
    const page = await browser.open(`${server.issuer}/admin/audit/export`);
    expect([page.status, page.html.includes(anna.account.id)]).toEqual([403, false]);
  });
});

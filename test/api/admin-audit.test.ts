/** The audit log over the API: filters, pages, and exports that a spreadsheet and a program can take, on both databases. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { auditStream, csv } from '../../src/audit/audit-export.js';
import { writeCursor } from '../../src/http/cursor.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { bodyOf, newEmail, newStaff, type Staff } from './admin-bench.js';
import { type ApiServer, makeAccount, serveApi } from './api-server.js';
import { refusalIn } from './mfa-bench.js';

interface Event {
  readonly id: string;
  readonly at: string;
  readonly type: string;
  readonly actor: { readonly type: string; readonly id: string | null };
  readonly subject_id: string | null;
  readonly detail: Record<string, unknown>;
}

/** More than two batches of an export. */
const many = 1203;

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let api: ApiServer;
  let admin: Staff;
  let anna: string;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    api = await serveApi(opened.database);
    admin = await newStaff(api, opened.database, 'admin');
    anna = await makeAccount(opened.database, { email: newEmail() });
    await sql`INSERT INTO audit_event (at, type, actor_type, actor_id, subject_id, ip, user_agent, outcome, detail)
      SELECT timestamptz '2026-01-01T00:00:00Z' + n * interval '1 minute',
        CASE WHEN n % 100 = 0 THEN 'mfa.reset' ELSE 'user.login' END, 'account',
        CASE WHEN n % 2 = 0 THEN ${admin.id} ELSE ${anna} END, ${anna}::uuid, '203.0.113.7', 'Mozilla/5.0', 'success',
        jsonb_build_object('n', n)
      FROM generate_series(1, ${many}::int) AS n`.execute(opened.database);
  });
  afterAll(async () => {
    await api.close();
    await opened.close();
  });

  const list = async (query: string) =>
    bodyOf(await api.get(`/api/audit-events?${query}`, admin.token)) as unknown as {
      data: Event[];
      next_cursor: string | null;
    };
  const numbers = (events: readonly Event[]) => events.map(({ detail }) => Number(detail.n));
  const newest = Array.from({ length: many }, (_, index) => many - index);

  test('an event has the published members', async () => {
    const { data } = await list('limit=1');
    expect(data).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        at: '2026-01-01T20:03:00.000Z',
        type: 'user.login',
        actor: { type: 'account', id: anna },
        subject_id: anna,
        client_id: null,
        ip: '203.0.113.7',
        user_agent: 'Mozilla/5.0',
        outcome: 'success',
        detail: { n: many },
      },
    ]);
  });

  test('pages follow each other without gap or repetition', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(`limit=200${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...numbers(page.data));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(newest);
  });

  test('filters narrow each other', async () => {
    expect(numbers((await list('type=mfa.reset&limit=200')).data)).toEqual(newest.filter((n) => n % 100 === 0));
    expect((await list(`actor_id=${admin.id}`)).data.every(({ actor }) => actor.id === admin.id)).toBe(true);
    expect((await list(`user_id=${admin.id}`)).data).toEqual([]);
    const span = 'from=2026-01-01T00:10:00Z&to=2026-01-01T01:14:00%2B01:00';
    expect(numbers((await list(`${span}&user_id=${anna.toUpperCase()}`)).data)).toEqual([13, 12, 11, 10]);
  });

  test.each([
    'type=nothing',
    'user_id=1',
    'from=yesterday',
    'limit=201',
    'limit=0',
    'cursor=abc',
    'cursor=NDcxMQ',
    'order=asc',
    'type=user.login&type=mfa.reset',
  ])('%s is refused, in every form', async (query) => {
    for (const Accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
      expect((await api.get(`/api/audit-events?${query}`, admin.token, { Accept })).status).toBe(400);
    }
  });

  test('an export as JSON lines has every event once, in several batches', async () => {
    const sent = await api.get('/api/audit-events', admin.token, { Accept: 'application/x-ndjson' });
    expect(sent.headers['content-type']).toBe('application/x-ndjson');
    expect(sent.headers['content-disposition']).toBe('attachment; filename="audit-events.ndjson"');
    expect(sent.headers.vary).toContain('Accept');
    const events = sent.text
      .trimEnd()
      .split('\n')
      .map((line): Event => JSON.parse(line));
    expect(numbers(events)).toEqual(newest);
    expect(events[0]).toEqual((await list('limit=1')).data[0]);
  });

  test('an export as CSV has a header and one line for each event; filters, limit and cursor hold for it too', async () => {
    const csv = async (query: string) => {
      const sent = await api.get(`/api/audit-events?${query}`, admin.token, { Accept: 'text/csv;q=0.9, */*;q=0.1' });
      expect(sent.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
      return sent.text.split('\r\n');
    };
    const lines = await csv('');
    expect(lines[0]).toBe(
      '"id","at","type","actor_type","actor_id","subject_id","client_id","ip","user_agent","outcome","detail"',
    );
    expect(lines).toHaveLength(many + 2);
    expect(lines[1]).toContain(
      `"2026-01-01T20:03:00.000Z","user.login","account","${anna}","${anna}","","203.0.113.7"`,
    );
    expect(lines[1]?.endsWith(`"{""n"":${many}}"`)).toBe(true);
    const { next_cursor: cursor } = await list('type=mfa.reset&limit=2');
    const part = await csv(`type=mfa.reset&limit=3&cursor=${cursor}`);
    expect(part.slice(1, -1).map((line) => /""n"":(\d+)/.exec(line)?.[1])).toEqual(['1000', '900', '800']);
  });

  test.each(['1_9223372036854775808', '-99999999999999999_1', '999999999999999999_1', '4711', '1_', '_1'])(
    'a cursor over %s, which was never given, ends nowhere worse than in a refusal or an empty page',
    async (position) => {
      expect([200, 400]).toContain(
        (await api.get(`/api/audit-events?cursor=${writeCursor(position)}`, admin.token)).status,
      );
    },
  );

  test('outcome and client_id narrow the log', async () => {
    expect((await list('outcome=failure')).data).toEqual([]);
    expect((await list('outcome=success&limit=1')).data).toHaveLength(1);
    expect((await list('client_id=nobody')).data).toEqual([]);
    expect((await api.get('/api/audit-events?outcome=maybe', admin.token)).status).toBe(400);
  });

  test('nothing at all is a header, or no line', async () => {
    const query = `/api/audit-events?user_id=${admin.id}`;
    expect((await api.get(query, admin.token, { Accept: 'text/csv' })).text.split('\r\n')).toHaveLength(2);
    const sent = await api.get(query, admin.token, { Accept: 'application/x-ndjson' });
    expect([sent.status, sent.text]).toEqual([200, '']);
  });

  test('an export that the database fails in the middle does not look like a whole one', async () => {
    const asked = { filter: {}, format: csv, after: undefined, limit: Number.POSITIVE_INFINITY };
    const chunks = auditStream(opened.database, asked)[Symbol.asyncIterator]();
    await chunks.next();
    await sql`ALTER TABLE audit_event RENAME TO audit_event_away`.execute(opened.database);
    const rest = async () => {
      while (!(await chunks.next()).done);
    };
    await expect(rest()).rejects.toThrow('audit_event');
    await sql`ALTER TABLE audit_event_away RENAME TO audit_event`.execute(opened.database);
  });

  test('whoever accepts none of the forms gets JSON', async () => {
    const sent = await api.get('/api/audit-events?limit=1', admin.token, { Accept: 'image/png' });
    expect(sent.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('is for administrators, in every form', async () => {
    const person = api.issue({ accountId: anna, scopes: ['account'] });
    for (const Accept of ['application/json', 'text/csv', 'application/x-ndjson']) {
      expect(refusalIn(await api.get('/api/audit-events', person, { Accept }))).toBe('403 insufficient_scope');
      expect((await api.get('/api/audit-events', null, { Accept })).status).toBe(401);
    }
  });
});

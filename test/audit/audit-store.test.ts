import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { auditRow } from '../../src/audit/audit-detail.js';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import { auditInsert, recordEvents } from '../../src/audit/audit-store.js';
import { namedParts } from '../../src/database/fragment.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const event: AuditEvent = {
  type: 'user.login',
  actor: { type: 'account', id: 'a' },
  subjectId: null,
  outcome: 'success',
};

describe('an audit event', () => {
  test.each([
    'code',
    'codes',
    'backup_codes',
    'secret',
    'client_secret',
    'password',
    'newPassword',
    'token',
    'refresh_token',
    'seed',
  ])('with a detail called %s is refused: its name is that of a secret', (key) => {
    expect(() => auditRow({ ...event, detail: { [key]: 'x' } })).toThrow(key);
    expect(() => auditRow({ ...event, detail: { inner: [{ [key]: 'x' }] } })).toThrow(key);
  });

  test('may count, and name kinds', () => {
    const detail = { backup_codes_remaining: 3, token_type: 'Bearer', because: 'wrong_code' };
    expect(auditRow({ ...event, detail }).detail).toEqual(detail);
  });

  test('is cut to sane sizes, and loses what the database cannot store', () => {
    const row = auditRow({
      ...event,
      ip: 'x'.repeat(1000),
      userAgent: `${'x'.repeat(511)}😀`,
      subjectId: 'not an id',
      detail: { text: `a\0b\ud83d${'x'.repeat(1000)}`, at: new Date(0), big: 1n, deep: [[[[['x']]]]] },
    });
    expect(row.ip).toHaveLength(64);
    expect(row.user_agent).toBe('x'.repeat(511));
    expect(row.subject_id).toBeNull();
    expect(row.detail).toEqual({
      text: expect.stringMatching(/^ab\ufffdx+$/),
      at: '1970-01-01T00:00:00.000Z',
      big: '1',
      deep: [[['…']]],
    });
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 'x'.repeat(400)]));
    expect(auditRow({ ...event, detail: many }).detail).toEqual({ truncated: true });
  });
});

describe.each(databaseKinds)('the audit log on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    await sql`DELETE FROM audit_event`.execute(opened.database);
    opened.statements.length = 0;
  });
  const types = async () =>
    (await sql<{ type: string }>`SELECT type FROM audit_event ORDER BY id`.execute(opened.database)).rows.map(
      ({ type }) => type,
    );

  test('many events are one statement, and none is none', async () => {
    const subjectId = randomUUID();
    await recordEvents(opened.database, []);
    expect(opened.statements).toHaveLength(0);
    const odd = { '': 'empty', '"\\\u2028': '"\\\u2028', n: null, t: true };
    await recordEvents(opened.database, [
      { ...event, subjectId, clientId: 'c', ip: '192.0.2.1', userAgent: 'ua', detail: odd },
      { ...event, type: 'mfa.failed', outcome: 'failure' },
    ]);
    expect(opened.statements).toHaveLength(1);
    const { rows } = await sql`SELECT type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail
      FROM audit_event ORDER BY id`.execute(opened.database);
    expect(rows).toEqual([
      {
        type: 'user.login',
        actor_type: 'account',
        actor_id: 'a',
        subject_id: subjectId,
        client_id: 'c',
        ip: '192.0.2.1',
        user_agent: 'ua',
        outcome: 'success',
        detail: odd,
      },
      expect.objectContaining({ type: 'mfa.failed', outcome: 'failure', subject_id: null, detail: {} }),
    ]);
  });

  test('as a part of another statement they are written only if that changed something', async () => {
    const write = (changed: boolean) => {
      const parts = namedParts({
        changed: sql`INSERT INTO installation (key, value) SELECT ${randomUUID()}, 'x' WHERE ${changed}::boolean RETURNING key`,
        audited: auditInsert([event], sql.ref('changed')),
      });
      return sql`WITH ${parts} SELECT 1 FROM changed`.execute(opened.database);
    };
    await write(false);
    expect(await types()).toEqual([]);
    await write(true);
    expect(await types()).toEqual(['user.login']);
  });
});

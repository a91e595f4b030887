/** The retention takes what is old, and the chain can explain it; what somebody else took is found all the same. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { sweepAuditLog } from '../../src/audit/chain-sweep-store.js';
import type { Sealer } from '../../src/audit/sealer.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ageLog, beginLog, keyRing, record, verified } from './chain-bench.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let sealer: Sealer;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    sealer = await beginLog(opened.database, { checkpointEvents: 5 });
  });
  const run = async (statement: string) => {
    await sql.raw(statement).execute(opened.database);
  };
  const sweep = (more: { now?: Date; retentionDays?: number } = {}) =>
    sweepAuditLog(opened.database, keyRing, { retentionDays: 90, batchSize: 3, now: new Date(), ...more });
  const ofEvent = (n: number) => `(detail->>'n')::int = ${n}`;
  const count = async (table: string) =>
    Number(
      (await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table)}`.execute(opened.database)).rows[0]
        ?.count,
    );

  /** Ten events of 100 days ago with two checkpoints, and three of today. */
  const oldAndNew = async () => {
    await record(opened.database, 5);
    await sealer.round(false);
    await record(opened.database, 5, 6);
    await sealer.round(false);
    await ageLog(opened.database, 100);
    await record(opened.database, 3, 11);
    await sealer.round(false);
  };

  test('what is older goes in batches, with its seals; the rest stays, and is sound', async () => {
    await oldAndNew();
    opened.statements.length = 0;
    expect(await sweep()).toBe(10);
    expect(opened.statements.filter((statement) => statement.startsWith('DELETE FROM audit_event'))).toHaveLength(4);
    expect([await count('audit_event'), await count('audit_chain')]).toEqual([3, 3]);
    expect(await verified(opened.database)).toMatchObject({ findings: [], sound: 3, swept: 0 });
    expect(await sweep()).toBe(0);
    await record(opened.database, 5, 20);
    await sealer.round(false);
    expect(await verified(opened.database)).toMatchObject({ findings: [], sound: 8 });
  });

  test('a sweep that was killed after it was announced leaves nothing that looks removed', async () => {
    await oldAndNew();
    await run('CREATE RULE keep AS ON DELETE TO audit_chain DO INSTEAD NOTHING');
    await run('ALTER TABLE audit_event RENAME TO audit_event_away');
    await expect(sweep()).rejects.toThrow('audit_event');
    await run('ALTER TABLE audit_event_away RENAME TO audit_event');
    await run('DROP RULE keep ON audit_chain');
    expect((await verified(opened.database)).findings).toEqual([]);
    expect(await sweep()).toBe(10);
    expect((await verified(opened.database)).findings).toEqual([]);
  });

  test('an event that somebody removed before its time is found, also when the retention has taken others', async () => {
    await oldAndNew();
    await sweep();
    await run(`DELETE FROM audit_event WHERE ${ofEvent(12)}`);
    expect((await verified(opened.database)).findings).toEqual(['event_removed 12']);
  });

  test('raising the retention does not make what was swept look removed', async () => {
    await record(opened.database, 3);
    await sealer.round(false);
    await ageLog(opened.database, 100, { keepCheckpoints: true });
    expect(await sweep()).toBe(3);
    expect(await sweep({ retentionDays: 365 })).toBe(0);
    expect(await verified(opened.database)).toMatchObject({ findings: [], swept: 3 });
  });

  test('a database whose clock was turned ahead sweeps nothing too early', async () => {
    await record(opened.database, 3);
    await sealer.round(false);
    await ageLog(opened.database, 100);
    expect(await sweep({ now: new Date(Date.now() - 50 * 86_400_000) })).toBe(0);
  });

  test('damage older than the retention is forgotten with what it was done to, and not before', async () => {
    await oldAndNew();
    await run(`DELETE FROM audit_event WHERE ${ofEvent(4)}`);
    await run('DELETE FROM audit_chain WHERE sequence = 4');
    expect((await verified(opened.database)).findings).toEqual(['seal_removed 4']);
    await sweep({ retentionDays: 101 });
    expect((await verified(opened.database)).findings).toEqual(['seal_removed 4']);
    await sweep();
    expect((await verified(opened.database)).findings).toEqual([]);
  });

  test('without the row that the chain begins with, the retention holds all the same', async () => {
    await oldAndNew();
    await run("DELETE FROM installation WHERE key = 'audit_chain'");
    expect(await sweep()).toBe(10);
  });
});

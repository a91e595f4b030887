/** Sealing beside the traffic: on several nodes at once, killed in the middle, with transactions that commit late. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { recordEvents } from '../../src/audit/audit-store.js';
import { sealEvents } from '../../src/audit/chain-store.js';
import { createSealer } from '../../src/audit/sealer.js';
import { resealAll } from '../../src/cli/reseal.js';
import { openDatabase } from '../../src/database/connect.js';
import { createKeyRing } from '../../src/secrets/key-ring.js';
import { testKeys } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { beginLog, eventNumber, keyRing, record, verified } from './chain-bench.js';

const sequences = async ({ database }: TestDatabase) =>
  (await sql<{ sequence: number }>`SELECT sequence FROM audit_chain ORDER BY sequence`.execute(database)).rows.map(
    ({ sequence }) => Number(sequence),
  );
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(kind);
  });
  afterEach(() => opened?.close());

  test('nodes that seal at once, while events are written, make one chain with every event once', async () => {
    await beginLog(opened.database);
    const nodes = Array.from({ length: 5 }, () => createSealer({ database: opened.database, keyRing }));
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([
        ...nodes.map((node) => node.round(round % 3 === 0)),
        ...upTo(5).map((n) => record(opened.database, 20, round * 100 + n * 20)),
      ]);
    }
    await nodes[0]?.round(true);
    expect(await sequences(opened)).toEqual(upTo(1000));
    expect(await verified(opened.database)).toMatchObject({ findings: [], sound: 1000, unsealed: 0 });
  });

  test('a log in which nothing happens costs one statement a round', async () => {
    const sealer = await beginLog(opened.database);
    await record(opened.database, 1);
    await sealer.round(false);
    opened.statements.length = 0;
    await sealer.round(false);
    expect(opened.statements).toHaveLength(1);
  });

  test('a batch that was killed before its commit leaves nothing, and the next seals it', async () => {
    const sealer = await beginLog(opened.database);
    await record(opened.database, 10);
    await sql`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $$killed$$; END'`.execute(
      opened.database,
    );
    // The last statement of a batch fails, as when the process ends there.
    await sql`CREATE TRIGGER fail BEFORE INSERT ON audit_checkpoint EXECUTE FUNCTION fail()`.execute(opened.database);
    await expect(sealer.round(false)).rejects.toThrow('killed');
    expect(await sequences(opened)).toEqual([]);
    await sql`DROP TRIGGER fail ON audit_checkpoint`.execute(opened.database);
    await sealer.round(false);
    expect(await verified(opened.database)).toMatchObject({ findings: [], sound: 10 });
  });

  test('the chain goes on, and back to its beginning, when the encryption keys are rotated', async () => {
    const sealer = await beginLog(opened.database);
    await record(opened.database, 5);
    await sealer.round(false);
    const [first, second] = testKeys;
    if (first === undefined || second === undefined) throw new Error('two keys are needed');
    const next = { id: 'next', bytes: Buffer.alloc(32, 9) };
    await resealAll(opened.database, createKeyRing([next, first, second]), () => {});
    const alone = createKeyRing([next]);
    const after = createSealer({ database: opened.database, keyRing: alone });
    expect(await after.round(true)).toMatchObject({ noStart: undefined, unmarked: 0 });
    expect((await verified(opened.database, undefined, alone)).findings).toEqual([]);
    // The former keys open nothing of it any more.
    expect((await verified(opened.database)).findings).toEqual(['start_broken']);
  });

  test('an event of a server with a newer key waits for a server that knows it', async () => {
    const sealer = await beginLog(opened.database);
    await record(opened.database, 1);
    await sql`UPDATE audit_event SET mark = regexp_replace(mark, '\\.test-new\\.', '.newer.')`.execute(opened.database);
    expect(await sealer.round(true)).toMatchObject({ sealed: 0, unmarked: 0 });
    expect(await verified(opened.database)).toMatchObject({ findings: [], unsealed: 1 });
    await sql`UPDATE audit_event SET mark = regexp_replace(mark, '\\.newer\\.', '.test-new.')`.execute(opened.database);
    expect(await sealer.round(false)).toMatchObject({ sealed: 1, unmarked: 0 });
  });
});

test('an event whose transaction commits late is sealed late, and what came behind it is not kept waiting', async () => {
  const opened = await openTestDatabase('postgres');
  const other = await openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' });
  try {
    const sealer = await beginLog(opened.database);
    let commit: () => void = () => {};
    const committing = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written: () => void = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const late = other.database.transaction().execute(async (transaction) => {
      await recordEvents(transaction, [eventNumber(1)]);
      written();
      await committing;
    });
    await isWritten;
    await record(opened.database, 3, 2);
    expect(await sealer.round(false)).toMatchObject({ sealed: 3 });
    commit();
    await late;
    expect(await sealer.round(false)).toMatchObject({ sealed: 1 });
    expect(await verified(opened.database)).toMatchObject({ findings: [], sound: 4 });
  } finally {
    await other.close();
    await opened.close();
  }
});

test('whoever holds the turn keeps no event from being written, and no other node waiting', async () => {
  const opened = await openTestDatabase('postgres');
  const other = await openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' });
  try {
    await beginLog(opened.database);
    await other.database.transaction().execute(async (transaction) => {
      await sql`SELECT pg_advisory_xact_lock(7112605)`.execute(transaction);
      await record(opened.database, 3);
      const task = { scope: 'recent', seen: undefined, checkpointEvents: 1000 } as const;
      expect(await sealEvents(opened.database, keyRing, task)).toEqual({ kind: 'not_our_turn' });
    });
  } finally {
    await other.close();
    await opened.close();
  }
});

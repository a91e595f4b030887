/** Running servers know which encryption keys the others have, and take the silent for ended. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { announceNode, forgetNode, runningNodes } from '../../src/database/node-store.js';
import { startKeyWatch } from '../../src/key-watch.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(kind);
  });
  afterEach(() => opened.close());

  const ids = async () => (await runningNodes(opened.database)).map(({ encryptionKeyIds }) => encryptionKeyIds);

  test('a server is known while it speaks, and not after it was silent, or said that it stops', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await announceNode(opened.database, { id: one, encryptionKeyIds: ['a'] });
    await announceNode(opened.database, { id: other, encryptionKeyIds: ['b', 'a'] });
    await announceNode(opened.database, { id: one, encryptionKeyIds: ['a'] });
    expect((await ids()).sort()).toEqual([['a'], ['b', 'a']]);
    await sql`UPDATE node SET seen_at = now() - interval '151 seconds' WHERE id = ${one}::uuid`.execute(
      opened.database,
    );
    expect(await ids()).toEqual([['b', 'a']]);
    await forgetNode(opened.database, other);
    expect(await ids()).toEqual([]);
    await sql`UPDATE node SET seen_at = now() - interval '2 days'`.execute(opened.database);
    await announceNode(opened.database, { id: other, encryptionKeyIds: ['b'] });
    const { rows } = await sql`SELECT 1 FROM node`.execute(opened.database);
    expect(rows).toHaveLength(1);
  });

  test('the watch looks again and again, outlives a failure, and takes its entry along when it ends', async () => {
    let looks = 0;
    const warned: unknown[] = [];
    let enough: () => void = () => {};
    const threeLooks = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const reload = async () => {
      looks += 1;
      if (looks === 3) enough();
      if (looks === 1) throw new Error('away');
    };
    const watch = await startKeyWatch({
      ...{ database: opened.database, keyRing: { keyIds: ['a'] }, signingKeys: { reload } },
      ...{ logger: { warn: (entry: unknown) => warned.push(entry) }, intervalSeconds: 0.02 },
    });
    expect(await ids()).toEqual([['a']]);
    await threeLooks;
    await watch.stop();
    expect(warned).toHaveLength(1);
    const after = looks;
    expect(await ids()).toEqual([]);
    expect(looks).toBe(after);
  });
});

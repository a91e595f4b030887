/** The embedded database killed at any moment: what was acknowledged is there, what was not is there whole or not at all. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { migrations } from '../../migrations/index.js';
import { openDatabase } from '../../src/database/connect.js';
import { DirectoryInUse } from '../../src/database/directory-lock.js';
import { migrateToLatest } from '../../src/database/migrate.js';
import { type LineProcess, startProcess } from '../support/line-process.js';

let dataDir: string;
let writer: LineProcess;

const startWriter = () => {
  writer = startProcess('test/support/embedded-writer.ts', [dataDir]);
};
const readUntil = async (line: string) => {
  while ((await writer.nextLine()) !== line);
};

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'countersign-embedded-'));
  startWriter();
});
afterEach(async () => {
  await writer.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

test('the embedded database killed in the middle of writes keeps every acknowledged row, three times over', async () => {
  for (const acknowledged of [20, 60, 110]) {
    await readUntil(String(acknowledged));
    await writer.kill();
    const { database, close } = await openDatabase({ dataDir });
    const { rows } = await sql<{ row: number; sides: number }>`
      SELECT value::int AS row, count(*) AS sides FROM installation GROUP BY value ORDER BY value::int`.execute(
      database,
    );
    await close();
    expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
    expect(rows).toEqual(rows.map((_, index) => ({ row: index + 1, sides: 2 })));
    startWriter();
  }
});

test('the embedded database killed during its very first start begins anew', async () => {
  await readUntil('starting');
  while (!existsSync(join(dataDir, 'pglite', 'PG_VERSION'))) await new Promise(setImmediate);
  await writer.kill();
  expect(existsSync(join(dataDir, 'pglite.unfinished'))).toBe(true);
  const { database, close } = await openDatabase({ dataDir });
  expect(await migrateToLatest(database)).toEqual(Object.keys(migrations));
  await close();
  expect(existsSync(join(dataDir, 'pglite.unfinished'))).toBe(false);
});

test('a second process is refused the embedded database while the first has it', async () => {
  await readUntil('ready');
  await expect(openDatabase({ dataDir })).rejects.toThrow(DirectoryInUse);
  await expect(openDatabase({ dataDir })).rejects.toThrow(`in use by process ${writer.pid}`);
});

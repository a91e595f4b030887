/** `user import` as a process: killed in the middle and resumed; beside a running server, which reads the file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../src/database/schema.js';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { testKeys } from '../support/key-ring.js';
import { startTestServer } from '../support/test-server.js';
import { runProgramAsChild, startProgram, temporaryFolder } from './child-program.js';

/** Starting processes takes seconds, more on a busy machine. */
jest.setTimeout(180_000);

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const seed = 'JBSWY3DPEHPK3PXP';

async function countsOf(database: Database) {
  const { rows } = await sql<Record<string, number>>`SELECT (SELECT count(*)::int FROM account) AS accounts,
    (SELECT count(*)::int FROM totp_credential) AS apps, (SELECT count(*)::int FROM backup_code) AS codes,
    (SELECT count(*)::int FROM audit_event WHERE type = 'user.created') AS events`.execute(database);
  return rows[0] ?? {};
}

test('killed in the middle, an import leaves whole accounts only, and goes on with --resume', async () => {
  const records = 12_000;
  const file = join(folder.path, 'users.ndjson');
  const line = (n: number) => `{"email":"p${n}@example.com","totp":"${seed}","backup_codes":["${10_000_000 + n}"]}\n`;
  writeFileSync(file, Array.from({ length: records }, (_, n) => line(n)).join(''));
  const server = await startTestServer({ kind: 'postgres' });
  try {
    const env = {
      ...{ DATABASE_URL: server.databaseUrl, ISSUER: server.issuer, COOKIE_KEYS: 'c'.repeat(43) },
      ENCRYPTION_KEYS: writeSecretKeys(testKeys),
    };
    const child = startProgram(['user', 'import', '--file', 'users.ndjson', '--json'], env, folder.path);
    const ended = new Promise((resolve) => child.once('close', resolve));
    const isRunning = () => child.exitCode === null && child.signalCode === null;
    for (let made = 0; made === 0 && isRunning(); ) made = (await countsOf(server.database)).accounts ?? 0;
    child.kill('SIGKILL');
    await ended;
    const { accounts = 0, ...others } = await countsOf(server.database);
    expect(accounts).toBeGreaterThan(0);
    expect(accounts).toBeLessThan(records);
    expect(others).toEqual({ apps: accounts, codes: accounts, events: accounts });

    const resumed = await runProgramAsChild(['user', 'import', '--file', file, '--resume', '--json'], { env });
    const { created, already_imported: before } = JSON.parse(resumed.stdout);
    // A statement that was under way when the process was killed may have been finished by PostgreSQL.
    expect([resumed.exitCode, created + before, before >= accounts]).toEqual([0, records, true]);
    expect(await countsOf(server.database)).toEqual({
      accounts: records,
      apps: records,
      codes: records,
      events: records,
    });
  } finally {
    await server.stop();
  }
});

test('beside a running server, the server reads the file from where the command was typed, and writes the report there', async () => {
  const dataDir = join(folder.path, 'data');
  writeFileSync(join(folder.path, 'users.csv'), `email,totp\nanna@example.com,${seed}\nnobody,\n`);
  const server = await startTestServer({ kind: 'embedded', env: { DATA_DIR: dataDir } });
  try {
    const argv = ['user', 'import', '--file', 'users.csv', '--report', 'report.jsonl'];
    const ended = await runProgramAsChild(argv, { env: { DATA_DIR: dataDir }, cwd: folder.path });
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    expect(ended.stdout).toContain('Line 3: email is not an e-mail address.');
    expect(await countsOf(server.database)).toEqual({ accounts: 1, apps: 1, codes: 0, events: 1 });
    const report = readFileSync(join(folder.path, 'report.jsonl'), 'utf8').trim().split('\n');
    expect(report.map((line) => JSON.parse(line).outcome)).toEqual(['created', 'refused']);
  } finally {
    await server.stop();
  }
});

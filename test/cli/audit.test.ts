/** The audit commands: what is exported is all of it, and tampering is found from the command line. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { record } from '../audit/chain-bench.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer } from '../support/test-server.js';
import { runProgramAsChild, startProgram, temporaryFolder } from './child-program.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

/** Starting a process takes seconds, more on a busy machine. */
jest.setTimeout(180_000);

describe.each(databaseKinds)('on %s', (kind) => {
  let bench: CommandBench;
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(async () => {
    bench = await openCommandBench(kind);
    folder = temporaryFolder();
  });
  afterEach(async () => {
    folder.remove();
    await bench?.close();
  });

  test('verify seals what is there, says that all is well, and names what is not', async () => {
    await record(bench.database, 10);
    const well = await bench.json(['audit', 'verify']);
    expect(well).toMatchObject({ ok: true, sound: 10, swept: 0, adopted: 0, unsealed: 0, findings: [] });
    const checkpoint = String(well.checkpoint);
    expect(await bench.json(['audit', 'verify', '--checkpoint', checkpoint])).toMatchObject({ ok: true });

    await sql`UPDATE audit_event SET ip = '203.0.113.8' WHERE (detail->>'n')::int = 4`.execute(bench.database);
    await sql`DELETE FROM audit_event WHERE (detail->>'n')::int = 7`.execute(bench.database);
    await sql`INSERT INTO audit_event (type, actor_type, outcome) VALUES ('user.login', 'system', 'success')`.execute(
      bench.database,
    );
    const { exitCode, stdout } = await bench.run(['audit', 'verify', '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      findings: [
        { kind: 'event_changed', sequence: 4, event_id: expect.stringMatching(/^\d+$/) },
        { kind: 'event_removed', sequence: 7 },
        { kind: 'event_inserted', sequence: 11 },
      ],
    });
    const inWords = await bench.run(['audit', 'verify']);
    expect(inWords.stdout).toMatch(/Event \d+ was changed \(seal 4\)/);
    expect(inWords.exitCode).toBe(1);
  });

  test('a checkpoint of another installation, or a cut one, is refused', async () => {
    await record(bench.database, 1);
    const { checkpoint } = await bench.json(['audit', 'verify']);
    const forged = String(checkpoint).replace(/[^/]{10}$/, 'AAAAAAAAAA');
    expect((await bench.run(['audit', 'verify', '--checkpoint', forged])).exitCode).toBe(1);
    expect((await bench.run(['audit', 'verify', '--checkpoint', '1/2'])).exitCode).toBe(2);
  });

  test('many findings are counted, and the first hundred told', async () => {
    await record(bench.database, 120);
    await bench.json(['audit', 'verify']);
    await sql`DELETE FROM audit_event`.execute(bench.database);
    const { stdout } = await bench.run(['audit', 'verify', '--json']);
    const { findings, findings_left_out } = JSON.parse(stdout);
    expect([findings.length, findings_left_out]).toEqual([100, 20]);
  });

  test('export writes a new file that only its owner reads, and never over another', async () => {
    await record(bench.database, 1203);
    const file = join(folder.path, 'events.ndjson');
    const argv = ['audit', 'export', '--format', 'ndjson', '--file', file];
    expect(await bench.json(argv)).toEqual({ events: 1203, file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).detail.n)).toEqual(Array.from({ length: 1203 }, (_, n) => 1203 - n));
    const again = await bench.run(argv);
    expect([again.exitCode, again.stderr]).toEqual([1, 'The file is there already.\n']);
  });

  test('an export that fails in the middle leaves no file', async () => {
    await record(bench.database, 3);
    const file = join(folder.path, 'events.csv');
    await sql`ALTER TABLE audit_event RENAME TO audit_event_away`.execute(bench.database);
    await bench.run(['audit', 'export', '--format', 'csv', '--file', file]).catch(() => {});
    await sql`ALTER TABLE audit_event_away RENAME TO audit_event`.execute(bench.database);
    expect(existsSync(file)).toBe(false);
  });

  test('with --json there is no second thing on stdout: a file is asked for', async () => {
    const { exitCode, stdout } = await bench.run(['audit', 'export', '--format', 'csv', '--json']);
    await record(bench.database, 1);
    expect([exitCode, JSON.parse(stdout).error]).toEqual([1, 'file_needed']);
  });

  test('list and export take only what the filters leave', async () => {
    await record(bench.database, 4);
    await sql`UPDATE audit_event SET outcome = 'failure' WHERE (detail->>'n')::int = 2`.execute(bench.database);
    await sql`UPDATE audit_event SET client_id = 'other' WHERE (detail->>'n')::int = 3`.execute(bench.database);
    const numbers = async (...filter: string[]) =>
      ((await bench.json(['audit', 'list', ...filter])).data as { detail: { n: number } }[]).map(
        ({ detail }) => detail.n,
      );
    expect(await numbers('--outcome', 'failure')).toEqual([2]);
    expect(await numbers('--client', 'other')).toEqual([3]);
    expect(await numbers('--outcome', 'success', '--client', 'app')).toEqual([4, 1]);
    const first = await bench.json(['audit', 'list', '--limit', '3']);
    expect(await numbers('--cursor', String(first.next_cursor))).toEqual([1]);
  });
});

describe('beside a server that holds the embedded database', () => {
  test('an export of any length streams to stdout, and one whose reader goes away ends', async () => {
    const folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const server = await startTestServer({ kind: 'embedded', env: { DATA_DIR: dataDir } });
    const env = { DATA_DIR: dataDir, ISSUER: 'http://localhost:1' };
    try {
      await record(server.database, 3000);
      const { exitCode, stdout, stderr } = await runProgramAsChild(['audit', 'export', '--format', 'csv'], { env });
      expect([exitCode, stderr]).toEqual([0, '3000 events.\n']);
      expect(stdout.split('\r\n')).toHaveLength(3002);

      const child = startProgram(['audit', 'export', '--format', 'ndjson'], env, folder.path);
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.stdout?.once('data', () => child.stdout?.destroy());
      await ended;
      const verified = await runProgramAsChild(['audit', 'verify', '--json'], { env });
      expect([verified.exitCode, JSON.parse(verified.stdout)]).toMatchObject([0, { ok: true, sound: 3000 }]);
    } finally {
      await server.stop();
      folder.remove();
    }
  });
});

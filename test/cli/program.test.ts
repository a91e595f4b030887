/** The program itself, as a process: settings, streams, exit codes. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { testKeys } from '../support/key-ring.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { runProgramAsChild, startProgram, temporaryFolder } from './child-program.js';
import { goodPassword } from './command-bench.js';

/** Starting a process takes seconds, more on a busy machine. */
jest.setTimeout(120_000);

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const create = ['user', 'create', '--email', 'anna@example.com', '--password-stdin', '--json'];
const quiet = ['user', 'list', '--json'];

describe('on PostgreSQL', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeEach(async () => {
    database = await openTestDatabase('postgres');
    env = { DATABASE_URL: database.url, ENCRYPTION_KEYS: writeSecretKeys(testKeys), COOKIE_KEYS: 'k'.repeat(32) };
  });
  afterEach(() => database.close());

  test('a command connects, prints one JSON object, and is audited under the name of the user of this machine', async () => {
    const { exitCode, stdout, stderr } = await runProgramAsChild(create, { env, stdin: `${goodPassword}\n` });
    expect([exitCode, stderr]).toEqual([0, '']);
    const { id, email } = JSON.parse(stdout);
    expect(email).toBe('anna@example.com');
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(stdout).not.toContain(goodPassword);
    const { rows } =
      await sql`SELECT type, actor_type, actor_id FROM audit_event WHERE subject_id = ${id}::uuid`.execute(
        database.database,
      );
    expect(rows).toEqual([{ type: 'user.created', actor_type: 'cli', actor_id: userInfo().username }]);
  });

  test('the password may come from a file, and without either one is generated', async () => {
    writeFileSync(join(folder.path, 'secret'), `${goodPassword}\n`, { mode: 0o600 });
    const argv = ['create-admin', '--email', 'root@example.com', '--password-file', 'secret', '--json'];
    const typed = await runProgramAsChild(argv, { env, cwd: folder.path });
    expect([typed.exitCode, JSON.parse(typed.stdout).password]).toEqual([0, undefined]);
    const made = await runProgramAsChild(['user', 'create', '--email', 'b@example.com', '--json'], { env });
    expect([made.exitCode, JSON.parse(made.stdout).password.length]).toEqual([0, expect.any(Number)]);
  });

  test('a policy is looked at without putting it in force', async () => {
    const trial = { ...env, REQUIRE_MFA: 'true' };
    const { stdout } = await runProgramAsChild(['policy', 'show', '--json'], { env: trial });
    expect(JSON.parse(stdout)).toMatchObject({ require_mfa: true, required_for_all_since: expect.any(String) });
    const { rows } = await sql`SELECT key FROM installation WHERE key LIKE 'mfa_%'`.execute(database.database);
    expect(rows).toEqual([]);
  });

  test('serve becomes the server, and ends when it is told to', async () => {
    const child = startProgram(['serve'], { ...env, PORT: '0', LOG_FORMAT: 'json' }, folder.path);
    const port = await new Promise<string>((resolve) => {
      let log = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        const found = /"port":(\d+).*"ready"/.exec(log)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const health = await fetch(`http://127.0.0.1:${port}/health/live`);
    child.kill('SIGTERM');
    const [exitCode] = await once(child, 'exit');
    expect([health.status, exitCode]).toEqual([200, 0]);
  });
});

test('settings are refused all at once, with exit code 1', async () => {
  const env = { DATABASE_URL: 'mysql://x', PORT: 'many', MFA_POLICY: 'perhaps' };
  const { exitCode, stdout, stderr } = await runProgramAsChild([...quiet], { env });
  expect(exitCode).toBe(1);
  const { error, problems } = JSON.parse(stdout);
  expect(error).toBe('settings_refused');
  expect(problems.map(({ variable }: { variable: string }) => variable).sort()).toEqual(
    expect.arrayContaining(['DATABASE_URL', 'MFA_POLICY', 'PORT']),
  );
  for (const variable of Object.keys(env)) expect(stderr).toContain(variable);
});

test('a database that does not answer is refused without its password; doctor says so among other things', async () => {
  const env = {
    DATABASE_URL: 'postgres://user:s3cr3t-of-mine@127.0.0.1:1/none',
    ...{ ENCRYPTION_KEYS: writeSecretKeys(testKeys), COOKIE_KEYS: 'k'.repeat(32) },
  };
  for (const argv of [quiet, ['doctor', '--json'], ['config', '--json']]) {
    const { exitCode, stdout, stderr } = await runProgramAsChild(argv, { env });
    expect([argv[0], exitCode]).toEqual([argv[0], argv[0] === 'config' ? 0 : 1]);
    expect(stdout + stderr).not.toContain('s3cr3t-of-mine');
    if (argv === quiet) expect(JSON.parse(stdout).error).toBe('database_unavailable');
    if (argv[0] === 'doctor') expect(JSON.parse(stdout)).toMatchObject({ ok: false, data: expect.any(Array) });
  }
});

test('wrong use is exit code 2 with the usage on stderr, and help needs no settings', async () => {
  const env = { PORT: 'many' };
  const wrong = await runProgramAsChild(['user', 'create', '--password', goodPassword], { env });
  expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain('Usage: countersign user create --email E');
  expect(wrong.stderr).not.toContain(goodPassword);
  const help = await runProgramAsChild(['--help'], { env });
  expect([help.exitCode, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('mfa reset');
  expect((await runProgramAsChild(['--version'], { env })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

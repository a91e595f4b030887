/** The program itself, as a process: settings, streams, exit codes, and the embedded database alone or beside a server. */
import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { testKeys } from '../support/key-ring.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { startTestServer } from '../support/test-server.js';
import { runProgramAsChild, startProgram, temporaryFolder } from './child-program.js';
import { goodPassword } from './command-bench.js';

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

describe('on the embedded database', () => {
  test('a folder that nobody has is opened; two commands at once wait for each other', async () => {
    const env = { DATA_DIR: join(folder.path, 'data') };
    const email = (n: number) => ['user', 'create', '--email', `u${n}@example.com`, '--json'];
    const both = await Promise.all([1, 2].map((n) => runProgramAsChild(email(n), { env })));
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    // What a killed server leaves behind is no obstacle.
    writeFileSync(join(env.DATA_DIR, 'control.path'), join(folder.path, 'gone', 'control.sock'), { mode: 0o600 });
    const list = await runProgramAsChild(quiet, { env });
    expect(JSON.parse(list.stdout).data).toHaveLength(2);
    expect(statSync(env.DATA_DIR).mode & 0o777).toBe(0o700);
  });

  test('memory is refused: the command would change nothing that anybody sees', async () => {
    const { exitCode, stdout } = await runProgramAsChild(quiet, { env: { DATA_DIR: 'memory://' } });
    expect([exitCode, JSON.parse(stdout).error]).toEqual([1, 'nothing_kept']);
  });

  test.each([
    ['a short path', ''],
    ['a path too long for a socket', 'x'.repeat(120)],
  ])('beside a running server, with %s, the server runs the command and the token it makes works', async (_, long) => {
    const dataDir = join(folder.path, long, 'data');
    mkdirSync(join(folder.path, long), { recursive: true });
    const server = await startTestServer({ kind: 'embedded', env: { DATA_DIR: dataDir, REQUIRE_ADMIN_MFA: 'true' } });
    const env = { DATA_DIR: dataDir, ISSUER: 'http://localhost:1' };
    try {
      const argv = ['create-admin', '--email', 'root@example.com', '--password-stdin', '--json'];
      const created = await runProgramAsChild(argv, { env, stdin: goodPassword });
      expect([created.exitCode, created.stderr]).toEqual([0, '']);
      const { rows } = await sql`SELECT email FROM account`.execute(server.database);
      expect(rows).toEqual([{ email: 'root@example.com' }]);

      const refused = await runProgramAsChild(['user', 'show', 'nobody@example.com'], { env });
      expect(refused).toEqual({ exitCode: 1, stdout: '', stderr: 'There is no such account.\n' });

      const token = await runProgramAsChild(['token', '--user', 'root@example.com', '--scope', 'admin:read'], { env });
      const answer = await fetch(`${server.issuer}/api/users`, {
        headers: { authorization: `Bearer ${token.stdout.trim()}` },
      });
      expect([answer.status, await answer.json()]).toMatchObject([200, { data: [{ email: 'root@example.com' }] }]);
    } finally {
      await server.stop();
    }
    expect(readdirSync(dataDir).filter((name) => name.startsWith('control'))).toEqual([]);
    // The server had its keys from its own settings.
    const after = await runProgramAsChild(quiet, { env: { ...env, ENCRYPTION_KEYS: writeSecretKeys(testKeys) } });
    expect(JSON.parse(after.stdout).data).toHaveLength(1);
  });

  test('a folder whose owner does not answer is refused, and left alone', async () => {
    const open = await openDatabase({ dataDir: folder.path });
    const listener = createServer((socket) => socket.destroy()).listen(join(folder.path, 'control.sock'));
    try {
      const { exitCode, stdout } = await runProgramAsChild(quiet, { env: { DATA_DIR: folder.path } });
      expect([exitCode, JSON.parse(stdout).error]).toEqual([1, 'no_answer']);
    } finally {
      listener.close();
      await open.close();
    }
  });
});

/** The program on the embedded database: alone, in a queue with itself, or beside a running server. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { testKeys } from '../support/key-ring.js';
import { startTestServer } from '../support/test-server.js';
import { runProgramAsChild, temporaryFolder } from './child-program.js';
import { goodPassword } from './command-bench.js';

/** Starting a process and an embedded database takes seconds, more on a busy machine. */
jest.setTimeout(180_000);

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const quiet = ['user', 'list', '--json'];

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

  test('beside a running server, the server runs the command, and the token it makes works', async () => {
    const dataDir = join(folder.path, 'data');
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

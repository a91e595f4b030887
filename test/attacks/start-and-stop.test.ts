/** A start that would be unsafe is refused in plain words; a stop breaks no answer. The server is a process of its own. */

import { Agent, request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { testKeys } from '../support/key-ring.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { freePort, startTestServer, type TestServer } from '../support/test-server.js';
import { beginSignIn, cookiesFor, many } from './attack-fixture.js';
import { type ServerProcess, startServerProcess, untilReady } from './server-process.js';

let opened: TestDatabase;
let running: ServerProcess | undefined;

beforeAll(async () => {
  opened = await openTestDatabase('postgres');
});

afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
});

afterAll(() => opened.close());

const keys = { ENCRYPTION_KEYS: writeSecretKeys(testKeys), COOKIE_KEYS: 'cookie-key-for-tests-only' };

async function environment(): Promise<Record<string, string>> {
  const port = String(await freePort());
  return { ISSUER: `http://127.0.0.1:${port}`, PORT: port, DATABASE_URL: opened.url, ...keys };
}

/** What a start that is refused says. It ends with 1, shows no stack and repeats no secret. */
async function refusal(env: Record<string, string>): Promise<string> {
  running = startServerProcess(env);
  const code = await running.ended;
  const { stderr, stdout } = running.said;
  expect([code, stderr.length > 20]).toEqual([1, true]);
  expect(stderr).not.toMatch(/\n\s+at |node_modules/);
  for (const secret of [
    ...testKeys.map(({ bytes }) => bytes.toString('base64')),
    'cookie-key-for-tests-only',
    'hunter2',
  ]) {
    expect(stderr + stdout).not.toContain(secret);
  }
  return stderr;
}

describe('a start is refused', () => {
  test('with keys that do not open this database: nothing is changed, and the right ones still work', async () => {
    running = startServerProcess(await environment());
    await untilReady(running);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    const before = await sql`SELECT kid, private_jwk_sealed FROM signing_key ORDER BY kid`.execute(opened.database);

    const foreign = writeSecretKeys([{ id: 'test-new', bytes: Buffer.alloc(32, 9) }]);
    expect(await refusal({ ...(await environment()), ENCRYPTION_KEYS: foreign })).toMatch(
      /ENCRYPTION_KEYS do not open this database/,
    );
    const missing = writeSecretKeys([{ id: 'other', bytes: Buffer.alloc(32, 9) }]);
    expect(await refusal({ ...(await environment()), ENCRYPTION_KEYS: missing })).toMatch(/"test-new"/);
    const after = await sql`SELECT kid, private_jwk_sealed FROM signing_key ORDER BY kid`.execute(opened.database);
    expect(after.rows).toEqual(before.rows);
  });

  test('on a database that a newer version has upgraded', async () => {
    await sql`INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-of-the-future', '2030-01-01T00:00:00Z')`.execute(
      opened.database,
    );
    const said = await refusal(await environment());
    await sql`DELETE FROM kysely_migration WHERE name = '9999-of-the-future'`.execute(opened.database);
    expect(said).toMatch(/newer version of Countersign.*9999-of-the-future/s);
  });

  test('with settings that are unsafe, contradictory or misspelt: all of them are named at once', async () => {
    const said = await refusal({
      ISSUER: 'http://id.example.com',
      DATABASE_URL: 'postgres://countersign:hunter2@db.example/countersign',
      MFA_POLICY: 'optional',
      REQUIRE_MFA: 'true',
      MFA_TOTP_WINDOW: '9',
      REQUIRE_ADMIN_MFAA: 'true',
      COOKIE_KEYS: 'short',
    });
    for (const name of [
      'ISSUER',
      'ENCRYPTION_KEYS',
      'MFA_POLICY',
      'MFA_TOTP_WINDOW',
      'REQUIRE_ADMIN_MFAA',
      'COOKIE_KEYS',
    ]) {
      expect(said).toContain(name);
    }
    expect(said).toMatch(/https/);
  });

  test('when the port is taken or the database is not there, in words and not for ever', async () => {
    const taken = await startTestServer();
    expect(await refusal({ ...(await environment()), PORT: String(taken.port) })).toMatch(
      new RegExp(`${taken.port}|in use`),
    );
    await taken.stop();
    const nowhere = `postgres://countersign:hunter2@127.0.0.1:${await freePort()}/x`;
    expect(await refusal({ ...(await environment()), DATABASE_URL: nowhere })).toMatch(/connect|reach|database/i);
  });
});

describe('SIGTERM', () => {
  const agent = new Agent({ keepAlive: true });
  let server: TestServer | undefined;
  afterAll(async () => {
    agent.destroy();
    await server?.stop();
  });

  /** The status, or why there was none. A body that is cut off counts as none. */
  const ask = (
    port: number,
    options: { path: string; method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<number | string> =>
    new Promise((resolve) => {
      const { body, ...rest } = options;
      const asked = request({ host: '127.0.0.1', port, agent, ...rest }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.complete ? (answer.statusCode ?? 0) : 'cut off'));
        answer.on('error', () => resolve('cut off'));
      });
      asked.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
      asked.end(body);
    });

  test('lets every answer under way be given whole, takes nothing new, and ends with 0 within 10 seconds', async () => {
    const env = await environment();
    const port = Number(env.PORT);
    running = startServerProcess({ ...env, RATE_LIMIT: 'off' });
    await untilReady(running);
    server = await startTestServer({ env: { ...env, RATE_LIMIT: 'off', PORT: String(await freePort()) } });
    const client = await server.addClient();
    const stopped = { ...server, issuer: env.ISSUER ?? '' };
    const waiting = await many(30, () => beginSignIn(stopped, client));
    const { host } = new URL(env.ISSUER ?? '');
    const typed = waiting.map(({ person, uid, csrf }) => {
      const path = `/interaction/${uid}`;
      const body = new URLSearchParams({
        csrf,
        act: 'password',
        email: 'nobody@example.com',
        password: 'x',
      }).toString();
      const headers = {
        Host: host,
        Origin: env.ISSUER ?? '',
        Cookie: cookiesFor(person, path),
        'Content-Type': 'application/x-www-form-urlencoded',
      };
      return ask(port, { path, method: 'POST', headers, body });
    });
    let isStopped = false;
    const results: (number | string)[] = [];
    const visitors = Array.from({ length: 8 }, async () => {
      while (!isStopped) {
        const answer = await ask(port, { path: '/.well-known/openid-configuration', headers: { Host: host } });
        results.push(answer);
        if (answer === 'ECONNREFUSED') return;
      }
    });
    await typed[0];
    running.child.kill('SIGTERM');
    const begun = performance.now();
    expect(await running.ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    isStopped = true;
    await Promise.all(visitors);
    // The lockout answers some passwords with 429; none of them, and none of the visitors, is left without an answer.
    const broken = (answer: number | string) => ![200, 422, 429, 'ECONNREFUSED'].includes(answer);
    expect([...(await Promise.all(typed)), ...results].filter(broken)).toEqual([]);
    expect(results).toContain('ECONNREFUSED');
  });
});

/** Story: the operator seals everything with a new key while people sign in; the command is killed, and run again. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { createKeyRing } from '../../src/secrets/key-ring.js';
import { writeSecretKeys } from '../../src/settings/secret-key.js';
import { runProgramAsChild, startProgram } from '../cli/child-program.js';
import { openAll, sealRecords } from '../cli/sealed-fixture.js';
import { testKeys } from '../support/key-ring.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, enrol, signInWithTotp, typePassword } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** Processes are started, and tens of thousands of rows sealed. */
jest.setTimeout(180_000);

const [newKey, oldKey] = testKeys;
if (newKey === undefined || oldKey === undefined) throw new Error('two keys are needed');
const both = writeSecretKeys([newKey, oldKey]);
const records = 30_000;

let server: TestServer;
afterEach(() => server?.stop());

async function sealedWith(keyId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM oidc_record
    WHERE payload_sealed LIKE ${`v1.${keyId}.%`}`.execute(server.database);
  return rows[0]?.n ?? 0;
}

test('killed in the middle and run again: nothing is lost, and nobody who signs in meanwhile notices', async () => {
  server = await startTestServer({ env: { ENCRYPTION_KEYS: writeSecretKeys([oldKey]) } });
  const anna = await addEnrolledAccount(server, 'anna@example.com');
  const party = await newRelyingParty(server, await server.addClient());
  // A sign-in that has begun before: its page, its session, and the app that is being set up.
  await server.addAccount('bea@example.com');
  const bea = newPerson(server.issuer);
  const beasParty = await newRelyingParty(server, await server.addClient());
  await bea.open(await beasParty.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' }));
  await sealRecords(server.database, createKeyRing([oldKey]), records);

  await server.restart({ ENCRYPTION_KEYS: both });
  // The form was made with the old key.
  await typePassword(bea, 'bea@example.com');
  let isOver = false;
  let signIns = 0;
  const steadily = async () => {
    while (!isOver) {
      const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna);
      const tokens = await party.redeem(page.leftFor);
      expect(tokens.claims()).toMatchObject({ mfa_verified: true });
      await party.refresh(tokens.refresh_token);
      signIns += 1;
    }
  };
  const running = steadily();
  const env = { DATABASE_URL: server.databaseUrl, ENCRYPTION_KEYS: both, COOKIE_KEYS: 'cookie-key-for-tests-only' };
  const argv = ['keys', 'rotate', 'encryption', '--json'];

  const killed = startProgram(argv, env, '/');
  const gone = new Promise((resolve) => killed.once('close', resolve));
  while ((await sealedWith(newKey.id)) < 2000) await Promise.race([running, wait(1)]);
  killed.kill('SIGKILL');
  await gone;
  const half = await sealedWith(oldKey.id);
  expect(half).toBeGreaterThan(0);
  expect(half).toBeLessThan(records);
  const audited = () => sql`SELECT 1 FROM audit_event WHERE type = 'keys.rotated'`.execute(server.database);
  expect((await audited()).rows).toEqual([]);

  const second = await runProgramAsChild(argv, { env });
  expect([second.exitCode, second.stderr]).toEqual([0, '']);
  const told = JSON.parse(second.stdout);
  expect(told).toMatchObject({ kind: 'encryption', key_id: newKey.id, unreadable: 0, remaining: 0 });
  expect(told.resealed.oidc_record).toBeLessThanOrEqual(half);
  expect((await audited()).rows).toHaveLength(1);
  const before = signIns;
  while (signIns < before + 2) await Promise.race([running, wait(5)]);
  isOver = true;
  await running;

  // The new key alone opens everything that was there, and Bea finishes what she began.
  const texts = await openAll(server.database, createKeyRing([newKey]));
  expect(texts.filter((text) => text.startsWith('oidc_record: payload of '))).toHaveLength(records);
  const { page } = await enrol(server, bea);
  expect((await beasParty.redeem(page.leftFor)).claims()).toMatchObject({ mfa_verified: true });
});

test('a server that does not have the new key yet keeps the command from locking people out', async () => {
  server = await startTestServer({ env: { ENCRYPTION_KEYS: writeSecretKeys([oldKey]) } });
  const env = { DATABASE_URL: server.databaseUrl, ENCRYPTION_KEYS: both, COOKIE_KEYS: 'cookie-key-for-tests-only' };
  const rotate = () => runProgramAsChild(['keys', 'rotate', 'encryption'], { env });
  expect(await rotate()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('does not have the key') });
  await server.restart({ ENCRYPTION_KEYS: writeSecretKeys([oldKey, newKey]) });
  expect(await rotate()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('still seals with another') });
  await server.restart({ ENCRYPTION_KEYS: both });
  expect(await rotate()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('signing_key') });
  // It has stopped, and is known to have.
  const { rows } = await sql`SELECT 1 FROM node`.execute(server.database);
  expect(rows).toHaveLength(1);
});

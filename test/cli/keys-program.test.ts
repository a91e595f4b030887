/** Keys from the command line beside a running embedded server: it does the work, and is the first to follow. */
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { createKeyRing } from '../../src/secrets/key-ring.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';
import { startTestServer } from '../support/test-server.js';
import { runProgramAsChild, temporaryFolder } from './child-program.js';
import { openAll, sealRecords } from './sealed-fixture.js';

/** Starting a process and an embedded database takes seconds, more on a busy machine. */
jest.setTimeout(180_000);

test('new signing keys are published when the command ends; sealing anew uses the keys of the server', async () => {
  const folder = temporaryFolder();
  const env = { DATA_DIR: join(folder.path, 'data') };
  const server = await startTestServer({ kind: 'embedded', env });
  try {
    const published = async () =>
      ((await (await fetch(`${server.issuer}/jwks`)).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    const before = await published();
    const signing = await runProgramAsChild(['keys', 'rotate', 'signing', '--json'], { env });
    const made = JSON.parse(signing.stdout).keys.map(({ kid }: { kid: string }) => kid);
    expect((await published()).sort()).toEqual([...before, ...made].sort());

    const [, oldKey] = testKeys;
    if (oldKey === undefined) throw new Error('two keys are needed');
    await sealRecords(server.database, createKeyRing([oldKey]), 1000);
    const encryption = await runProgramAsChild(['keys', 'rotate', 'encryption', '--json'], { env });
    expect([encryption.exitCode, JSON.parse(encryption.stdout)]).toEqual([
      0,
      expect.objectContaining({ key_id: testKeys[0]?.id, resealed: { oidc_record: 1000 }, remaining: 0 }),
    ]);
    expect(await openAll(server.database, testKeyRing(testKeys.slice(0, 1)))).toHaveLength(1000 + 5);
    const { rows } = await sql`SELECT 1 FROM audit_event WHERE type = 'keys.rotated' AND actor_type = 'cli'`.execute(
      server.database,
    );
    expect(rows).toHaveLength(2);
  } finally {
    await server.stop();
    folder.remove();
  }
});

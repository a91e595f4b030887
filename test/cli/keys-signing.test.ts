/** Signing keys from the command line: looked at, replaced, withdrawn. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadSigningKeys } from '../../src/oidc/signing-key-store.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

type Listed = { kid: string; algorithm: string; state: string; published_until: string | null };

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  let told = 0;
  beforeAll(async () => {
    const signingKeysChanged = async () => {
      told += 1;
    };
    bench = await openCommandBench(kind, { change: { signingKeysChanged } });
    await loadSigningKeys(bench.database, testKeyRing());
  });
  afterAll(() => bench.close());

  const listed = async () => (await bench.json(['keys', 'list'])).signing_keys as Listed[];

  test('the keys of the first start sign, and nothing is about to replace them', async () => {
    expect((await listed()).map(({ algorithm, state, published_until: until }) => [algorithm, state, until])).toEqual([
      ['RS256', 'signs', null],
      ['ES256', 'signs', null],
    ]);
    const { stdout } = await bench.run(['keys', 'list']);
    expect(stdout).toMatch(/RS256 +signs/);
    expect(stdout).not.toContain('v1.');
  });

  test('one algorithm alone; the server at hand is told at once; a second time is refused in words', async () => {
    const made = await bench.json(['keys', 'rotate', 'signing', '--algorithm', 'ES256']);
    expect(made).toEqual({
      kind: 'signing',
      keys: [{ kid: expect.any(String), algorithm: 'ES256', signs_from: expect.any(String) }],
      withdrawn: [],
    });
    expect(told).toBe(1);
    expect((await listed()).map(({ algorithm, state }) => `${algorithm} ${state}`)).toEqual([
      'RS256 signs',
      'ES256 waiting',
      'ES256 signs',
    ]);
    const { exitCode, stderr } = await bench.run(['keys', 'rotate', 'signing']);
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/A new ES256 key, .* is waiting already/)]);
    expect(told).toBe(1);
    expect((await bench.run(['keys', 'rotate', 'signing', '--algorithm', 'RS256'])).exitCode).toBe(0);
  });

  test('leaked keys: what is there goes within five minutes, and it is said what that means', async () => {
    const former = (await listed()).map(({ kid }) => kid);
    const { exitCode, stderr } = await bench.run(['keys', 'rotate', 'signing', '--leaked']);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('people sign in again')]);
    const withdrawn = (await listed()).filter(({ kid }) => former.includes(kid));
    for (const { published_until: until } of withdrawn)
      expect(Date.parse(String(until)) - Date.now()).toBeLessThan(300_000);
    const { rows } = await sql`SELECT 1 FROM audit_event WHERE type = 'keys.rotated' AND actor_type = 'cli'`.execute(
      bench.database,
    );
    expect(rows).toHaveLength(3);
  });

  test('three words, no more and no fewer', async () => {
    for (const argv of [['keys'], ['keys', 'rotate'], ['keys', 'rotate', 'signing', 'now'], ['keys', 'rotate', 'both']])
      expect((await bench.run(argv)).exitCode).toBe(2);
  });
});

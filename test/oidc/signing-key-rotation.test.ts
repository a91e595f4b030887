/** Replacing signing keys: published first, signing later, remembered, gone. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { systemClock } from '../../src/clock.js';
import { openDatabase } from '../../src/database/connect.js';
import { loadPolicy } from '../../src/mfa/policy-store.js';
import { listSigningKeys } from '../../src/oidc/signing-key-list-store.js';
import {
  rotateAgedSigningKeys,
  rotateSigningKeys,
  sweepSigningKeys,
} from '../../src/oidc/signing-key-rotation-store.js';
import { loadSigningKeys } from '../../src/oidc/signing-key-store.js';
import { announcedSeconds, rememberedSeconds } from '../../src/oidc/signing-key-times.js';
import { signingAlgorithms } from '../../src/oidc/signing-keys.js';
import { readSettings } from '../../src/settings/settings.js';
import { sweepAll } from '../../src/sweeping.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const keyRing = testKeyRing();
const actor = { type: 'cli', id: 'tester' } as const;
const remembered = 1000;

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(kind);
    await loadSigningKeys(opened.database, keyRing);
  });
  afterEach(() => opened.close());

  const rotate = (algorithms = signingAlgorithms.slice(0), inHaste = false) =>
    rotateSigningKeys(opened.database, keyRing, { algorithms, inHaste, actor });
  /** As if so many seconds had passed. */
  const pass = (seconds: number) =>
    sql`UPDATE signing_key SET created_at = created_at - make_interval(secs => ${seconds}),
      signs_from = signs_from - make_interval(secs => ${seconds}),
      retired_at = retired_at - make_interval(secs => ${seconds})`.execute(opened.database);
  const states = async () =>
    (await listSigningKeys(opened.database, remembered)).map(({ algorithm, state }) => `${algorithm} ${state}`);
  const events = async () =>
    (
      await sql<{ actor_type: string; detail: Record<string, unknown> }>`
        SELECT actor_type, detail FROM audit_event WHERE type = 'keys.rotated' ORDER BY id`.execute(opened.database)
    ).rows;
  const publishedKids = async () => (await loadSigningKeys(opened.database, keyRing)).keys.map(({ kid }) => kid);

  test('a new key waits, signs, has a successor, is retired and deleted', async () => {
    const before = await publishedKids();
    const made = await rotate(['RS256']);
    if (!made.ok) throw new Error(made.because);
    expect(await states()).toEqual(['RS256 waiting', 'RS256 signs', 'ES256 signs']);
    expect(await publishedKids()).toEqual([...before, made.keys[0]?.kid]);
    await pass(announcedSeconds + 1);
    expect(await states()).toEqual(['RS256 signs', 'RS256 verifies', 'ES256 signs']);
    expect((await publishedKids())[0]).toBe(made.keys[0]?.kid);
    expect(await sweepSigningKeys(opened.database, remembered)).toEqual({ retired: [], deleted: [] });
    await pass(remembered);
    const { retired } = await sweepSigningKeys(opened.database, remembered);
    expect(retired).toHaveLength(1);
    expect(await states()).toEqual(['RS256 signs', 'RS256 retired', 'ES256 signs']);
    expect(await publishedKids()).not.toContain(retired[0]);
    await pass(86_400);
    expect(await sweepSigningKeys(opened.database, remembered)).toEqual({ retired: [], deleted: retired });
    expect(await states()).toEqual(['RS256 signs', 'ES256 signs']);
  });

  test('it is told in the audit log which keys, and nothing of the keys themselves', async () => {
    const made = await rotate();
    if (!made.ok) throw new Error(made.because);
    const [event] = await events();
    expect(event).toMatchObject({ actor_type: 'cli', detail: { kind: 'signing', in_haste: false, withdrawn: [] } });
    const told = event?.detail.keys as Record<string, unknown>[];
    expect(told.map(({ kid }) => kid).sort()).toEqual(made.keys.map(({ kid }) => kid).sort());
    expect(Object.keys(told[0] ?? {}).sort()).toEqual(['algorithm', 'kid', 'signs_from']);
  });

  test('while one waits, no other is made, whoever asks and however many at once', async () => {
    const results = await Promise.all([rotate(), rotate(), rotate(['ES256'])]);
    const made = results.filter(({ ok }) => ok);
    expect(made).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ because: 'one_is_waiting' });
    expect(await events()).toHaveLength(1);
  });

  test('keys in wrong hands go within minutes, those that wait too', async () => {
    const before = await publishedKids();
    const waiting = await rotate(['RS256']);
    const made = await rotate(signingAlgorithms.slice(0), true);
    if (!made.ok || !waiting.ok) throw new Error('refused');
    expect([...made.withdrawn].sort()).toEqual([...before, ...waiting.keys.map(({ kid }) => kid)].sort());
    await pass(121);
    expect((await publishedKids()).slice(0, 2).sort()).toEqual(made.keys.map(({ kid }) => kid).sort());
    expect(await publishedKids()).toEqual(expect.arrayContaining(before));
    await pass(120);
    expect((await publishedKids()).sort()).toEqual(made.keys.map(({ kid }) => kid).sort());
  });

  test('after 90 days keys are renewed without anybody asking, once, however many servers sweep', async () => {
    expect(await rotateAgedSigningKeys(opened.database, keyRing)).toEqual([]);
    await pass(90 * 86_400 + 1);
    const others =
      kind === 'postgres'
        ? await Promise.all([1, 2].map(() => openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' })))
        : [];
    const databases = [opened.database, opened.database, ...others.map(({ database }) => database)];
    const made = await Promise.all(databases.map((database) => rotateAgedSigningKeys(database, keyRing)));
    await Promise.all(others.map((other) => other.close()));
    expect(
      made
        .flat()
        .map(({ algorithm }) => algorithm)
        .sort(),
    ).toEqual(['ES256', 'RS256']);
    expect(await states()).toEqual(['RS256 waiting', 'RS256 signs', 'ES256 waiting', 'ES256 signs']);
    expect(await events()).toMatchObject([{ actor_type: 'system', detail: { after_days: 90 } }]);
    expect(await rotateAgedSigningKeys(opened.database, keyRing)).toEqual([]);
  });

  test('the sweep renews and retires, and says so in the log', async () => {
    const read = readSettings({});
    if (!read.ok) throw new Error('the settings are wrong');
    const said: unknown[] = [];
    const logger = { info: (_: unknown, text?: string) => said.push(text), warn: (entry: unknown) => said.push(entry) };
    const policy = await loadPolicy(opened.database, read.settings);
    const sweep = () =>
      sweepAll({ database: opened.database, keyRing, policy, clock: systemClock, settings: read.settings, logger });
    await sweep();
    await pass(91 * 86_400);
    await sweep();
    expect(await states()).toEqual(['RS256 waiting', 'RS256 signs', 'ES256 waiting', 'ES256 signs']);
    await pass(8 * 86_400);
    await sweep();
    expect(await states()).toEqual(['RS256 signs', 'RS256 retired', 'ES256 signs', 'ES256 retired']);
    expect(said).toEqual(['signing keys renewed', 'signing keys swept']);
  });
});

test('a former key is remembered as long as an ID token or a session lives', () => {
  expect(rememberedSeconds({ accessTokenTtlSeconds: 3600, sessionTtlSeconds: 604_800 })).toBe(605_100);
  expect(rememberedSeconds({ accessTokenTtlSeconds: 3600, sessionTtlSeconds: 60 })).toBe(3900);
});

/** Encryption keys from the command line: everything sealed anew, in the right order or not at all, and nothing newer lost. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { sealedColumns } from '../../src/cli/sealed-columns.js';
import { announceNode } from '../../src/database/node-store.js';
import { seedPlace } from '../../src/mfa/seed-place.js';
import { createKeyRing, type KeyRing } from '../../src/secrets/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, openCommandBench } from './command-bench.js';
import { openAll, sealInstallation } from './sealed-fixture.js';

const key = (id: string, byte: number) => ({ id, bytes: Buffer.alloc(32, byte) });
const [oldKey, newKey] = [key('old', 1), key('new', 2)];
const rings = {
  old: createKeyRing([oldKey]),
  new: createKeyRing([newKey]),
  'old,new': createKeyRing([oldKey, newKey]),
  'new,old': createKeyRing([newKey, oldKey]),
};
const rotate = ['keys', 'rotate', 'encryption'];

test('every sealed column of the schema is known', () => {
  const files = readdirSync('src/database').filter((file) => file.endsWith('-tables.ts'));
  const schema = files.map((file) => readFileSync(`src/database/${file}`, 'utf8')).join('\n');
  const inSchema = [...schema.matchAll(/^ {2}(\w+_sealed):/gm)].map(([, column]) => column);
  const known = sealedColumns.filter(({ table }) => table !== 'installation').map(({ column }) => column);
  expect(known.sort()).toEqual(inSchema.sort());
});

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  let present: KeyRing;
  /** The server's keys, which a story changes as a restart would. */
  const keyRing: KeyRing = {
    get keyIds() {
      return present.keyIds;
    },
    seal: (...of) => present.seal(...of),
    open: (...of) => present.open(...of),
    hash: (...of) => present.hash(...of),
    hashCandidates: (...of) => present.hashCandidates(...of),
  };
  beforeEach(async () => {
    present = rings.old;
    bench = await openCommandBench(kind, { change: { keyRing } });
  });
  afterEach(() => bench.close());

  const refused = async (code: string) => {
    const before = await openAll(bench.database, rings['new,old']);
    const { exitCode, stdout, stderr } = await bench.run([...rotate, '--json']);
    expect([exitCode, JSON.parse(stdout).error]).toEqual([1, code]);
    expect(await openAll(bench.database, rings['new,old'])).toEqual(before);
    return stderr;
  };
  const keyCheck = async () => {
    const { stdout } = await bench.run(['doctor', '--json']);
    const { data } = JSON.parse(stdout) as { data: { name: string; status: string; message: string }[] };
    const check = data.find(({ name }) => name === 'encryption_keys');
    return `${check?.status}: ${check?.message}`;
  };

  test('everything is sealed with the first key, and it is said what the old one is still needed for', async () => {
    await sealInstallation(bench.database, rings.old, 3);
    const before = await openAll(bench.database, rings.old);
    present = rings['new,old'];
    expect(await keyCheck()).toMatch(/^warning: Still sealed with an older key: 15 texts with "old"/);

    const done = await bench.json(rotate);
    const resealed = {
      ...{ totp_credential: 3, totp_enrolment: 3, login_attempt: 3, oidc_record: 3 },
      ...{ signing_key: 2, installation: 1 },
    };
    expect(done).toMatchObject({ kind: 'encryption', key_id: 'new', resealed, unreadable: 0, remaining: 0 });
    expect(done.older_keys).toMatchObject([{ id: 'old', role: 'opens', sealed: {}, needed: true }]);
    expect(JSON.stringify(done.older_keys)).toMatch(/3 backup codes made before .* until used or renewed/);
    expect(await openAll(bench.database, rings.new)).toEqual(before);
    expect(await keyCheck()).toMatch(/^ok: Everything is sealed with the first key\. Keep "old": 3 backup codes/);

    const { rows } = await sql<{ detail: object }>`
      SELECT detail FROM audit_event WHERE type = 'keys.rotated'`.execute(bench.database);
    expect(rows).toEqual([{ detail: { kind: 'encryption', key_id: 'new', resealed, unreadable: 0, remaining: 0 } }]);

    expect(await bench.json(rotate)).toMatchObject({ resealed: {}, remaining: 0 });
    await sql`UPDATE backup_code SET used_at = now()`.execute(bench.database);
    await sql`UPDATE installation SET at = at - interval '2 hours' WHERE key = 'encryption_rotation'`.execute(
      bench.database,
    );
    expect(await keyCheck()).toBe(
      'ok: Everything is sealed with the first key. Nothing needs "old": if it is an old key, take it out.',
    );
    present = rings.new;
    expect(await bench.json(['keys', 'list'])).toMatchObject({ encryption_keys: [{ id: 'new', role: 'seals' }] });
    expect(await keyCheck()).toBe('ok: One key; everything is sealed with it.');
  });

  test('without a new key, and with the new key behind the old one, it is said what to do', async () => {
    await sealInstallation(bench.database, rings.old, 1);
    expect(await refused('no_new_key')).toContain('Put a new key in front of it');
    present = rings['old,new'];
    expect(await refused('new_key_not_first')).toContain('put it first (ENCRYPTION_KEYS=new:…,old:…)');
  });

  test('while a server runs that does not have the new key, or does not seal with it, nothing is changed', async () => {
    await sealInstallation(bench.database, rings.old, 1);
    present = rings['new,old'];
    const id = randomUUID();
    await announceNode(bench.database, { id, encryptionKeyIds: rings.old.keyIds });
    expect(await refused('server_without_key')).toContain('does not have the key "new"');
    await announceNode(bench.database, { id, encryptionKeyIds: rings['old,new'].keyIds });
    expect(await refused('server_with_other_first_key')).toContain('Put "new" first in the ENCRYPTION_KEYS of every');
    // It has ended without a word.
    await sql`UPDATE node SET seen_at = now() - interval '3 minutes'`.execute(bench.database);
    expect((await bench.run(rotate)).exitCode).toBe(0);
  });

  test('an old key that was taken out too early is named, and doctor fails', async () => {
    await sealInstallation(bench.database, rings.old, 1);
    const place = { table: 'installation', column: 'value', row: 'key_check' };
    await sql`UPDATE installation SET value = ${rings.new.seal('countersign', place)} WHERE key = 'key_check'`.execute(
      bench.database,
    );
    present = rings.new;
    expect(await refused('key_missing')).toContain('"old", which is not in ENCRYPTION_KEYS');
    expect(await keyCheck()).toMatch(/^failed: .*"old".*Put the keys back/);
  });

  test('what is damaged is left as it is and counted; the rest goes on', async () => {
    await sealInstallation(bench.database, rings.old, 2);
    await sql`UPDATE totp_enrolment SET seed_sealed = left(seed_sealed, 30)
      WHERE id = (SELECT id FROM totp_enrolment LIMIT 1)`.execute(bench.database);
    present = rings['new,old'];
    const { exitCode, stdout } = await bench.run([...rotate, '--json']);
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      1,
      expect.objectContaining({
        unreadable: 1,
        remaining: 0,
        resealed: expect.objectContaining({ totp_enrolment: 1 }),
      }),
    ]);
  });
});

test('a secret that is changed while everything is sealed anew keeps what is newer', async () => {
  const bench = await openCommandBench('postgres', { change: { keyRing: rings['new,old'] } });
  try {
    await sealInstallation(bench.database, rings.old, 2);
    const { rows } = await sql<{ id: string }>`SELECT id::text AS id FROM totp_credential LIMIT 1`.execute(
      bench.database,
    );
    const id = rows[0]?.id ?? '';
    const newer = rings.old.seal('newer', seedPlace(id));
    const change = await bench.database.startTransaction().execute();
    await sql`UPDATE totp_credential SET seed_sealed = ${newer} WHERE id = ${id}::uuid`.execute(change);
    const run = bench.json(rotate);
    // The row alone is left; nobody waits for anybody.
    const leftOver = async () => {
      const { rows: counts } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM oidc_record
        WHERE payload_sealed LIKE 'v1.old.%'`.execute(bench.database);
      return counts[0]?.n;
    };
    while ((await leftOver()) !== 0) await Promise.resolve();
    await change.commit().execute();
    expect(await run).toMatchObject({ resealed: { totp_credential: 2 }, remaining: 0 });
    expect(await openAll(bench.database, rings.new)).toContain('totp_credential: newer');
  } finally {
    await bench.close();
  }
});

/** Keys that sign tokens. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, importJWK, jwtVerify, SignJWT } from 'jose';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import { insertSigningKey, loadSigningKeys, reloadSigningKeys } from '../../src/oidc/signing-key-store.js';
import { makeSigningKey } from '../../src/oidc/signing-keys.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

describe.each(databaseKinds)('signing keys on %s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(kind);
  });
  afterEach(() => opened.close());

  test('the first start makes one of each kind; later ones find them, and they sign', async () => {
    const { keys } = await loadSigningKeys(opened.database, testKeyRing());
    expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256']);
    expect((await loadSigningKeys(opened.database, testKeyRing())).keys).toEqual(keys);
    for (const jwk of keys) {
      expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
      const token = await new SignJWT({}).setProtectedHeader({ alg: jwk.alg ?? '' }).sign(await importJWK(jwk));
      const { d: _, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicJwk } = jwk;
      await expect(jwtVerify(token, await importJWK(publicJwk))).resolves.toBeDefined();
    }
  });

  test('two nodes that start at the same moment end with the same keys', async () => {
    const nodes =
      kind === 'postgres'
        ? await Promise.all([1, 2, 3].map(() => openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' })))
        : [];
    const databases = [opened.database, ...nodes.map(({ database }) => database)];
    const starts = await Promise.all(databases.map((database) => loadSigningKeys(database, testKeyRing())));
    const kids = starts.map(({ keys }) => keys.map(({ kid }) => kid));
    expect(kids).toEqual(kids.map(() => kids[0]));
    expect(kids[0]).toHaveLength(2);
    await Promise.all(nodes.map((node) => node.close()));
  });

  test('no private part is readable in the database', async () => {
    const { keys } = await loadSigningKeys(opened.database, testKeyRing());
    const { rows } = await sql<{ row: string }>`SELECT k::text AS row FROM signing_key k`.execute(opened.database);
    const table = rows.map(({ row }) => row).join();
    for (const { d } of keys) expect(table).not.toContain(d);
  });

  test('a key that cannot be opened stops the start in plain words, and no new one hides it', async () => {
    await loadSigningKeys(opened.database, testKeyRing());
    const stranger = testKeyRing([{ id: 'other', bytes: randomBytes(32) }]);
    await expect(loadSigningKeys(opened.database, stranger)).rejects.toThrow(
      /signing key .* cannot be opened.*ENCRYPTION_KEYS/s,
    );
    const impostor = testKeyRing(testKeys.map(({ id }) => ({ id, bytes: randomBytes(32) })));
    await expect(loadSigningKeys(opened.database, impostor)).rejects.toThrow(/cannot be opened/);
    const { rows } = await sql`SELECT 1 FROM signing_key`.execute(opened.database);
    expect(rows).toHaveLength(2);
  });

  test('a key that waits stands behind the one that signs, and before it when its time has come', async () => {
    const { database } = opened;
    const before = await loadSigningKeys(database, testKeyRing());
    const [rsa] = before.keys.filter(({ alg }) => alg === 'RS256');
    expect(await reloadSigningKeys(database, testKeyRing(), before)).toBe(before);
    const next = await makeSigningKey('RS256');
    await insertSigningKey(database, testKeyRing(), next, 3600);
    const kids = async () =>
      (await reloadSigningKeys(database, testKeyRing(), before)).keys
        .filter(({ alg }) => alg === 'RS256')
        .map(({ kid }) => kid);
    expect(await kids()).toEqual([rsa?.kid, next.kid]);
    await sql`UPDATE signing_key SET signs_from = now() WHERE kid = ${next.kid}`.execute(database);
    expect(await kids()).toEqual([next.kid, rsa?.kid]);
    await sql`UPDATE signing_key SET retired_at = now() WHERE kid = ${rsa?.kid}`.execute(database);
    expect(await kids()).toEqual([next.kid]);
  });

  test('a server does not let go of its keys because the table is empty', async () => {
    const before = await loadSigningKeys(opened.database, testKeyRing());
    await sql`DELETE FROM signing_key`.execute(opened.database);
    expect(await reloadSigningKeys(opened.database, testKeyRing(), before)).toBe(before);
  });
});

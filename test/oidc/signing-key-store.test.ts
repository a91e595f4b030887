/** Keys that sign tokens. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { calculateJwkThumbprint, importJWK, jwtVerify, SignJWT } from 'jose';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import { addSigningKeys, loadSigningKeys, retireSigningKeys } from '../../src/oidc/signing-key-store.js';
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

  test('new keys come first, and the former stay until tokens signed by them are gone', async () => {
    const before = await loadSigningKeys(opened.database, testKeyRing());
    const added = await addSigningKeys(opened.database, testKeyRing());
    const { keys } = await loadSigningKeys(opened.database, testKeyRing());
    expect(
      keys
        .slice(0, 2)
        .map(({ kid }) => kid)
        .sort(),
    ).toEqual([...added].sort());
    expect(
      keys
        .slice(2)
        .map(({ kid }) => kid)
        .sort(),
    ).toEqual(before.keys.map(({ kid }) => kid).sort());
    expect(await retireSigningKeys(opened.database, 3600)).toBe(0);
    expect(await retireSigningKeys(opened.database, 0)).toBe(2);
    expect((await loadSigningKeys(opened.database, testKeyRing())).keys.map(({ kid }) => kid).sort()).toEqual(
      [...added].sort(),
    );
  });
});

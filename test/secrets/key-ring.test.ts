/** What is sealed opens only where it was sealed, only with its key, and only whole. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createKeyRing, SealBroken, type SealPlace } from '../../src/secrets/key-ring.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';

const place: SealPlace = { table: 'totp_credential', column: 'seed_sealed', row: 'row-1' };
const [newKey, oldKey] = testKeys;
if (newKey === undefined || oldKey === undefined) throw new Error('testKeys must hold two keys');
const other = { id: 'test-new', bytes: Buffer.alloc(32, 9) };

function broken(open: () => string): SealBroken {
  try {
    open();
  } catch (error) {
    if (error instanceof SealBroken) return error;
    throw error;
  }
  throw new Error('it opened');
}

test('a sealed text opens in its place, and does not show in the box', () => {
  const sealed = testKeyRing().seal('JBSWY3DPEHPK3PXP', place);
  expect(sealed).toMatch(/^v1\.test-new\.[A-Za-z0-9_-]+$/);
  expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('JBSWY3DPEHPK3PXP');
  expect(testKeyRing().open(sealed, place)).toBe('JBSWY3DPEHPK3PXP');
});

test('sealing the same text twice gives two boxes', () => {
  const ring = testKeyRing();
  expect(new Set(Array.from({ length: 100 }, () => ring.seal('same', place))).size).toBe(100);
});

test.each([
  ['another row', { ...place, row: 'row-2' }],
  ['another table', { ...place, table: 'login_attempt' }],
  ['another column', { ...place, column: 'name' }],
  ['a place whose names join to the same letters', { table: 'totp_credentialseed', column: '_sealed', row: 'row-1' }],
])('a sealed text moved to %s does not open', (_, moved) => {
  const sealed = testKeyRing().seal('secret', place);
  expect(broken(() => testKeyRing().open(sealed, moved)).because).toBe('damaged');
});

test('no two places share their associated data, whatever their names hold', () => {
  const names = fc.tuple(fc.string(), fc.string(), fc.string());
  fc.assert(
    fc.property(names, names, (a, b) => {
      fc.pre(a.some((part, index) => part !== b[index]));
      const [from, to] = [a, b].map(([table, column, row]) => ({ table, column, row })) as [SealPlace, SealPlace];
      const sealed = testKeyRing().seal('x', from);
      broken(() => testKeyRing().open(sealed, to));
    }),
  );
});

test('any text comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plaintext, row) => {
      const ring = testKeyRing();
      expect(ring.open(ring.seal(plaintext, { ...place, row }), { ...place, row })).toBe(plaintext);
    }),
  );
});

test('a box with any one character changed does not open', () => {
  const sealed = testKeyRing().seal('secret', place);
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = sealed[index] === 'A' ? 'B' : 'A';
    const damaged = sealed.slice(0, index) + changed + sealed.slice(index + 1);
    broken(() => testKeyRing().open(damaged, place));
  }
});

test('a box with any one bit of its bytes changed does not open', () => {
  const [version, keyId, text = ''] = testKeyRing().seal('secret', place).split('.');
  const bytes = Buffer.from(text, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const damaged = Buffer.from(bytes);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    broken(() => testKeyRing().open(`${version}.${keyId}.${damaged.toString('base64url')}`, place));
  }
});

test.each(['', 'v1', 'v1.test-new.', 'v1.test-new.AAAA', 'v2.test-new.AAAA', 'JBSWY3DPEHPK3PXP', 'v1.a b.AAAA'])(
  '%j is no box',
  (sealed) => {
    expect(broken(() => testKeyRing().open(sealed, place)).because).toBe('damaged');
  },
);

test('a ring without the key names the missing key and nothing else', () => {
  const sealed = testKeyRing([oldKey]).seal('JBSWY3DPEHPK3PXP', place);
  const error = broken(() => testKeyRing([newKey]).open(sealed, place));
  expect(error.because).toBe('unknown_key');
  expect(error.message).toBe(
    'A secret in totp_credential.seed_sealed was sealed with the key "test-old", which is not among ENCRYPTION_KEYS.',
  );
});

test('a different key under the same id does not open', () => {
  const sealed = testKeyRing([newKey]).seal('secret', place);
  expect(broken(() => testKeyRing([other]).open(sealed, place)).because).toBe('damaged');
});

test('after a rotation the new key seals and the old boxes still open', () => {
  const before = testKeyRing([oldKey]).seal('secret', place);
  const after = testKeyRing([newKey, oldKey]);
  expect(after.open(before, place)).toBe('secret');
  expect(after.seal('secret', place)).toMatch(/^v1\.test-new\./);
});

test('a hash depends on key, purpose and value, and on nothing else', () => {
  const ring = testKeyRing();
  const hash = ring.hash('abc12-def34', 'backup_code');
  expect(hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(testKeyRing().hash('abc12-def34', 'backup_code')).toBe(hash);
  const others = [
    ring.hash('abc12-def35', 'backup_code'),
    ring.hash('abc12-def34', 'token'),
    testKeyRing([other]).hash('abc12-def34', 'backup_code'),
  ];
  expect(new Set([hash, ...others]).size).toBe(4);
});

test('hashes stay as they are: a stored one must be found by every later version', () => {
  expect(testKeyRing().hash('abc12-def34', 'backup_code')).toBe('1xwbwGyOqnKCNsfdip1NdxxFWhjLYo7aReYBGVIwpHU');
});

test('hash candidates cover every key, the first key first, so that a rotation forgets no backup code', () => {
  const stored = testKeyRing([oldKey]).hash('abc12-def34', 'backup_code');
  const ring = testKeyRing([newKey, oldKey]);
  expect(ring.hashCandidates('abc12-def34', 'backup_code')).toEqual([ring.hash('abc12-def34', 'backup_code'), stored]);
});

test.each([
  ['no key', [], 'at least one'],
  ['a short key', [{ id: 'a', bytes: Buffer.alloc(16) }], '32 bytes'],
  ['two keys with one id', [newKey, other], 'same id'],
])('a ring of %s is refused', (_, keys, message) => {
  expect(() => createKeyRing(keys)).toThrow(message);
});

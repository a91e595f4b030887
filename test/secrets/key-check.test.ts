/** The wrong keys are recognised at start. */
import { expect, test } from '@jest/globals';
import { makeKeyCheck, verifyKeyCheck } from '../../src/secrets/key-check.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';

const check = makeKeyCheck(testKeyRing(testKeys.slice(1)));

test('the keys that made the check pass it, also when a newer one stands before them', () => {
  expect(verifyKeyCheck(testKeyRing(testKeys.slice(1)), check)).toEqual({ ok: true });
  expect(verifyKeyCheck(testKeyRing(testKeys), check)).toEqual({ ok: true });
});

test.each([
  ['a key with another id', testKeys.slice(0, 1), check],
  ['another key with the same id', [{ id: 'test-old', bytes: Buffer.alloc(32, 9) }], check],
])('%s does not pass, and the sentence says which key is missing', (_, keys, stored) => {
  expect(verifyKeyCheck(testKeyRing(keys), stored)).toEqual({
    ok: false,
    because: 'ENCRYPTION_KEYS do not open this database. It was set up with the key "test-old". Nothing was changed.',
  });
});

test('a check that is not one does not pass', () => {
  expect(verifyKeyCheck(testKeyRing(), 'nonsense')).toMatchObject({ ok: false });
  const sealedElsewhere = testKeyRing().seal('countersign', { table: 'client', column: 'name', row: '1' });
  expect(verifyKeyCheck(testKeyRing(), sealedElsewhere)).toMatchObject({ ok: false });
});

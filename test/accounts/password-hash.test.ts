import { describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import type { Account } from '../../src/accounts/account.js';
import { checkPassword } from '../../src/accounts/check-password.js';
import { createPasswordHasher, dummyHash } from '../../src/accounts/password-hash.js';

const hasher = createPasswordHasher();
const account = { id: 'a', status: 'active' } as Account;
const weak = await hash('open sesame!', { memoryCost: 4096, timeCost: 1, parallelism: 1 });
const strong = await hasher.hash('open sesame!');

describe('password hashes', () => {
  test('are Argon2id with today’s parameters and a salt of their own', async () => {
    expect(strong).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.hash('open sesame!')).not.toBe(strong);
    expect(hasher.needsRehash(strong)).toBe(false);
    expect(hasher.needsRehash(weak)).toBe(true);
  });

  test('the hash that unknown accounts are checked against costs the same as any other', () => {
    expect(hasher.needsRehash(dummyHash)).toBe(false);
  });

  test('the same characters match, however the keyboard composes them', async () => {
    const composed = await hasher.hash('pass\u00e9 compos\u00e9');
    expect(await hasher.verify(composed, 'passe\u0301 compose\u0301')).toBe(true);
  });

  test.each([
    '',
    'plain',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$argon2id$',
    '$argon2id$v=19$m=19456,t=2,p=1$AAAA$AAAA',
    strong.slice(0, -5),
  ])('a malformed hash %j matches nothing and throws nothing', async (malformed) => {
    expect(await hasher.verify(malformed, 'open sesame!')).toBe(false);
  });
});

describe('checking a password', () => {
  test('the right one gives the account', async () => {
    expect(await checkPassword(hasher, { account, passwordHash: strong }, 'open sesame!')).toEqual({
      ok: true,
      account,
    });
  });

  test('a hash under older parameters is renewed on the way', async () => {
    const checked = await checkPassword(hasher, { account, passwordHash: weak }, 'open sesame!');
    expect(checked).toMatchObject({ ok: true, rehash: { from: weak, to: expect.stringContaining('m=19456') } });
  });

  test.each([
    ['a wrong password', { account, passwordHash: strong }, 'open sesame?'],
    ['an empty password', { account, passwordHash: strong }, ''],
    ['a password of a megabyte', { account, passwordHash: strong }, 'x'.repeat(1_048_576)],
    ['NUL and half an emoji', { account, passwordHash: strong }, '\0\ud83d'],
    ['an unknown account', undefined, 'open sesame!'],
    ['an account without a password', { account, passwordHash: null }, 'open sesame!'],
  ])('%s is refused in the same words', async (_, found, typed) => {
    expect(await checkPassword(hasher, found, typed)).toEqual({ ok: false, because: 'wrong_credentials' });
  });

  test.each(['pending', 'disabled'] as const)('a %s account says so only to who knows the password', async (status) => {
    const found = { account: { ...account, status }, passwordHash: strong };
    expect(await checkPassword(hasher, found, 'open sesame!')).toMatchObject({ because: 'account_not_active' });
    expect(await checkPassword(hasher, found, 'wrong')).toEqual({ ok: false, because: 'wrong_credentials' });
  });
});

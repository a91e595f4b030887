/** Hashes of other systems: known vectors, what is refused, and that nobody learns from the time whose account has one. */
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from '@jest/globals';
import type { Account } from '../../src/accounts/account.js';
import { checkPassword } from '../../src/accounts/check-password.js';
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import { readHash } from '../../src/accounts/read-hash.js';

const hasher = createPasswordHasher();
const unpadded = (hex: string) => Buffer.from(hex, 'hex').toString('base64').replaceAll('=', '');
const text = (ascii: string) => Buffer.from(ascii).toString('base64').replaceAll('=', '');
const rfc7914 = unpadded(
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
);
const rfc7914Pbkdf2 = unpadded(
  '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
);

const known: readonly (readonly [string, string, string])[] = [
  ['Argon2id', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['Argon2i', 'password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  [
    'Argon2i of version 1.0',
    'password',
    '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  ],
  ['bcrypt of crypt_blowfish', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt of OpenBSD', 'U*U', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt of PHP', 'U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['PBKDF2 of RFC 7914 section 11', 'passwd', `$pbkdf2-sha256$i=1,l=64$${text('salt')}$${rfc7914Pbkdf2}`],
  [
    'PBKDF2 of RFC 6070',
    'password',
    `$pbkdf2-sha1$i=4096$${text('salt')}$${unpadded('4b007901b765489abead49d926f721d065a429c1')}`,
  ],
  [
    'PBKDF2 of Passlib',
    'password',
    '$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M',
  ],
  [
    'PBKDF2 with SHA-512',
    'password',
    `$pbkdf2-sha512$i=1000$${text('salt')}$r+bFUweFtsxrHGRTOEcxvV7kMu5Un9QvtmlXea2KHFv1neacSPd078QAfVKY+QM8AkHVq2kwXntk7O642DTP7A`,
  ],
  ['PBKDF2 of Django', 'lètmein', 'pbkdf2_sha256$20000$seasalt$oBSd886ysm3AqYun62DOdin8YcfbU1z9cksZSuLP9r0='],
  ['scrypt of RFC 7914 section 12', 'pleaseletmein', `$scrypt$ln=14,r=8,p=1$${text('SodiumChloride')}$${rfc7914}`],
];

describe.each(known)('%s', (_, password, hash) => {
  test('matches its password, no other, and is renewed', async () => {
    expect(await hasher.verify(hash, password)).toBe(true);
    expect(await hasher.verify(hash, `${password}!`)).toBe(false);
    expect(hasher.needsRehash(hash)).toBe(true);
  });
});

test('a hash of another system becomes Argon2id of ours with the right password', async () => {
  const account = { id: 'a', status: 'active' } as Account;
  const passwordHash = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
  const checked = await checkPassword(hasher, { account, passwordHash }, 'U*U');
  expect(checked).toMatchObject({ ok: true, rehash: { from: passwordHash } });
  const to = checked.ok ? (checked.rehash?.to ?? '') : '';
  expect(hasher.needsRehash(to)).toBe(false);
  expect(await hasher.verify(to, 'U*U')).toBe(true);
});

test('a password with characters that we write in another way still matches what the other system hashed', async () => {
  // U+00BD as it was typed; our own hashes are made of 1, U+2044, 2.
  const typed = 'half ½ a loaf';
  const { pbkdf2Sync } = await import('node:crypto');
  const key = pbkdf2Sync(typed, 'saltsalt', 10, 32, 'sha256').toString('base64');
  expect(await hasher.verify(`pbkdf2_sha256$10$saltsalt$${key}`, typed)).toBe(true);
});

const key32 = text('k'.repeat(32));
test.each([
  ['Argon2 with 512 MiB', `$argon2id$v=19$m=524288,t=1,p=1$c29tZXNhbHQ$${key32}`],
  ['Argon2 with a hundred passes', `$argon2id$v=19$m=65536,t=100,p=1$c29tZXNhbHQ$${key32}`],
  ['Argon2 with numbers beyond all', `$argon2id$v=19$m=99999999,t=99999999,p=1$c29tZXNhbHQ$${key32}`],
  ['bcrypt of cost 15', `$2b$15$${'C'.repeat(53)}`],
  ['bcrypt of cost 31', `$2b$31$${'C'.repeat(53)}`],
  ['ten million iterations', `$pbkdf2-sha256$i=10000000$c2FsdHNhbHQ$${key32}`],
  ['a long key, which multiplies them', `$pbkdf2-sha256$i=1000000$c2FsdHNhbHQ$${text('k'.repeat(96))}`],
  ['ten million iterations in Django', `pbkdf2_sha256$10000000$seasalt$${key32}=`],
  ['scrypt with 512 MiB', `$scrypt$ln=19,r=8,p=1$c2FsdHNhbHQ$${key32}`],
  ['scrypt with many lanes', `$scrypt$ln=17,r=8,p=16$c2FsdHNhbHQ$${key32}`],
  ['scrypt with a huge block', `$scrypt$ln=10,r=99999999,p=1$c2FsdHNhbHQ$${key32}`],
])('%s is refused before anything is computed', async (_, hash) => {
  expect(readHash(hash)).toEqual({ ok: false, because: 'costly_hash' });
  expect(await hasher.verify(hash, 'k')).toBe(false);
});

test.each([
  ['nothing', ''],
  ['a password in plain', 'correct horse battery staple'],
  ['MD5', '5f4dcc3b5aa765d61d8327deb882cf99'],
  [
    'SHA-512 crypt',
    '$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/',
  ],
  ['Argon2d', `$argon2d$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$${key32}`],
  ['Argon2 of no version', `$argon2id$v=18$m=65536,t=2,p=1$c29tZXNhbHQ$${key32}`],
  ['bcrypt cut short', '$2b$10$abcdefghijklmnopqrstuv'],
  ['bcrypt that was made wrongly', `$2x$05$${'C'.repeat(53)}`],
  ['no iterations', `$pbkdf2-sha256$i=0$c2FsdHNhbHQ$${key32}`],
  ['a key of one byte, met by one guess of 256', '$pbkdf2-sha256$i=1000$c2FsdHNhbHQ$AA'],
  ['a length that is not the key’s', `$pbkdf2-sha256$i=1000,l=64$c2FsdHNhbHQ$${key32}`],
  ['scrypt without cost', `$scrypt$ln=0,r=8,p=1$c2FsdHNhbHQ$${key32}`],
  ['NUL at the end', `$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\0`],
  ['a line end', `$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n`],
  ['a megabyte', `$2b$05$${'C'.repeat(1_048_576)}`],
])('%s is no hash we know, and matches nothing', async (_, hash) => {
  expect(readHash(hash)).toEqual({ ok: false, because: 'unknown_hash' });
  expect(await hasher.verify(hash, 'x')).toBe(false);
});

test('once a slow hash of another system was compared, unknown accounts answer as slowly', async () => {
  const own = createPasswordHasher();
  const slow = `$pbkdf2-sha512$i=600000$c2FsdHNhbHQ$${text('k'.repeat(64))}`;
  const timeOf = async (work: () => Promise<boolean>) => {
    const began = performance.now();
    expect(await work()).toBe(false);
    return performance.now() - began;
  };
  const known = await timeOf(() => own.verify(slow, 'wrong'));
  const unknown = await timeOf(() => own.verifyNothing('wrong'));
  const ours = await own.hash('right');
  const wrong = await timeOf(() => own.verify(ours, 'wrong'));
  // The waiting is of whole milliseconds, and what surrounds the comparison takes some itself.
  for (const time of [unknown, wrong]) expect(time).toBeGreaterThan(known * 0.85);
});

/** Compares a password with a hash of any form we know: the one place that tells the forms apart. */
import { pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verify as verifyArgon2 } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import type { HashForm } from './hash-form.js';

const deriveByPbkdf2 = promisify(pbkdf2);
const deriveByScrypt = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** All of it happens on other threads. False for a damaged hash too. */
export async function matchesHash(form: HashForm, password: Buffer): Promise<boolean> {
  switch (form.kind) {
    case 'argon2':
      return verifyArgon2(form.text, password).catch(() => false);
    case 'bcrypt':
      // Looks at 72 bytes at most, as every bcrypt does: what the other system took is taken here.
      return verifyBcrypt(password, form.text).catch(() => false);
    case 'pbkdf2': {
      const { salt, iterations, key, digest } = form;
      return timingSafeEqual(await deriveByPbkdf2(password, salt, iterations, key.length, digest), key);
    }
    case 'scrypt': {
      const { salt, key, cost: N, blockSize: r, parallelism: p } = form;
      // Twice what the blocks take: OpenSSL counts its own working space too.
      const maxmem = 2 * 128 * r * (N + p);
      return timingSafeEqual(await deriveByScrypt(password, salt, key.length, { N, r, p, maxmem }), key);
    }
  }
}

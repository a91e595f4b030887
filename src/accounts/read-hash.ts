/**
 * Reads password hashes, our own and those of other systems, by their form; refuses what would cost a sign-in more than about a
 * second or 256 MiB. Pure, never throws.
 */
import type { HashReading } from './hash-form.js';
import { readDerivedHash } from './read-derived-hash.js';

/** Longest hash in characters; the longest that any form allows is shorter. */
const longestHash = 400;

/** Memory of one verification in KiB: 256 MiB. */
const mostKibibytes = 262_144;
/** KiB of memory times passes over it: about a second. */
const mostArgon2Work = 1_048_576;
/** 2^14 rounds: about a second. Each step doubles it. */
const mostBcryptCost = 14;

const argon2 =
  /^\$argon2(id|i)(?:\$v=(16|19))?\$m=(\d{1,8}),t=(\d{1,8}),p=(\d{1,8})\$[A-Za-z0-9+/]{11,86}\$([A-Za-z0-9+/]{22,86})$/;
const bcrypt = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** The hash as it is stored or imported. */
export function readHash(text: string): HashReading {
  if (text.length > longestHash) return { ok: false, because: 'unknown_hash' };
  if (text.startsWith('$argon2')) return readArgon2(text);
  if (text.startsWith('$2')) return readBcrypt(text);
  return readDerivedHash(text);
}

/** PHC string form, version 1.3; without a version it is 1.0, as the reference implementation has it. */
function readArgon2(text: string): HashReading {
  const [, variant = '', version = '16', memory, passes, lanes, key = ''] = argon2.exec(text) ?? [];
  const [m, t, p] = [Number(memory), Number(passes), Number(lanes)];
  if (!(t >= 1 && p >= 1 && m >= 8 * p)) return { ok: false, because: 'unknown_hash' };
  if (m > mostKibibytes || m * t > mostArgon2Work || p > 255) return { ok: false, because: 'costly_hash' };
  const parameters = [variant, version, m, t, p, Math.floor((key.length * 3) / 4)].join('.');
  return { ok: true, form: { kind: 'argon2', text, parameters } };
}

function readBcrypt(text: string): HashReading {
  const cost = Number(bcrypt.exec(text)?.[1]);
  if (!(cost >= 4 && cost <= 31)) return { ok: false, because: 'unknown_hash' };
  if (cost > mostBcryptCost) return { ok: false, because: 'costly_hash' };
  return { ok: true, form: { kind: 'bcrypt', text } };
}

/**
 * Hashes and verifies passwords, only a few at a time: each takes 19 MiB and a thread. New hashes are Argon2id; those of other
 * systems, which an import brings, are verified too and replaced at the first sign-in.
 */
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import type { HashForm } from './hash-form.js';
import { createHashQueue } from './hash-queue.js';
import { readHash } from './read-hash.js';
import { matchesHash } from './verify-hash.js';

/** OWASP Password Storage Cheat Sheet, second choice: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What is compared for accounts that do not exist: the hash of a password nobody kept, under the present parameters. */
export const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$Fglt/JySupcwa0/2WeJMXg$P51L7Um51kTiqlru2e0iY3xE3bn3ExKL5XrzmCRdJrY';

const dummyForm: HashForm = { kind: 'argon2', text: dummyHash, parameters: '' };

/** Longest time in milliseconds for which a refusal is held back. */
const longestHold = 2_000;

export interface PasswordHasher {
  /** A PHC string. Throws Overloaded. */
  hash(password: string): Promise<string>;
  /** A hash of any form that `readHash` knows; false for every other. Throws Overloaded. */
  verify(passwordHash: string, password: string): Promise<boolean>;
  /** Takes as long as `verify`, always false: unknown accounts must not answer faster. Throws Overloaded. */
  verifyNothing(password: string): Promise<false>;
  /** Whether a hash was made under other parameters than today's. */
  needsRehash(passwordHash: string): boolean;
}

/** One for the whole process: it is what bounds the memory. */
export function createPasswordHasher(
  limits: { readonly concurrency?: number; readonly longestQueue?: number } = {},
): PasswordHasher {
  const queue = createHashQueue({
    concurrency: limits.concurrency ?? Math.max(1, availableParallelism()),
    longestQueue: limits.longestQueue ?? 200,
  });
  /** How long the slowest hash of another system took lately, in milliseconds; 0 while none was verified. */
  let slowest = 0;

  /**
   * Hashes of other systems may take ten times as long as ours, and would tell by that whose account exists. So a refusal takes
   * as long as the slowest of them did lately, whatever was compared. Nobody's turn is used up by the waiting.
   */
  async function compare(form: HashForm, password: string): Promise<boolean> {
    const { matches, milliseconds } = await queue.run(() => timed(form, password));
    if (!isOurs(form)) slowest = Math.min(longestHold, Math.max(milliseconds, slowest * 0.95));
    if (!matches && slowest > milliseconds) await wait(slowest - milliseconds);
    return matches;
  }

  return {
    hash: (password) => queue.run(() => hash(prepared(password), parameters)),
    async verify(passwordHash, password) {
      const reading = readHash(passwordHash);
      if (reading.ok) return compare(reading.form, password);
      await compare(dummyForm, password);
      return false;
    },
    async verifyNothing(password) {
      await compare(dummyForm, password);
      return false;
    },
    needsRehash(passwordHash) {
      const reading = readHash(passwordHash);
      return !(reading.ok && reading.form.kind === 'argon2' && reading.form.parameters === currentParameters);
    },
  };
}

async function timed(form: HashForm, password: string): Promise<{ matches: boolean; milliseconds: number }> {
  const began = performance.now();
  let matches = false;
  // Every spelling is compared, also after a match, so that the time says nothing of which it was.
  for (const spelling of spellings(password)) matches = (await matchesHash(form, spelling)) || matches;
  return { matches, milliseconds: performance.now() - began };
}

/** The same characters give the same bytes on every keyboard (NIST SP 800-63B section 3.1.1.2). */
function prepared(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

/** Other systems hashed what was typed. Two only for the few passwords that NFKC changes, the same for whichever account. */
function spellings(password: string): Buffer[] {
  const typed = Buffer.from(password, 'utf8');
  const normal = prepared(password);
  return typed.equals(normal) ? [normal] : [normal, typed];
}

const currentParameters = `id.19.${parameters.memoryCost}.${parameters.timeCost}.${parameters.parallelism}.32`;

/** Made under today's parameters, so that it takes no longer than the dummy. */
function isOurs(form: HashForm): boolean {
  return form.kind === 'argon2' && (form.text === dummyHash || form.parameters === currentParameters);
}

/** Hashes and verifies passwords with Argon2id, only a few at a time: each takes 19 MiB and a thread. */
import { availableParallelism } from 'node:os';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { createHashQueue } from './hash-queue.js';

/** OWASP Password Storage Cheat Sheet, second choice: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What is compared for accounts that do not exist: the hash of a password nobody kept, under the present parameters. */
export const dummyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$Fglt/JySupcwa0/2WeJMXg$P51L7Um51kTiqlru2e0iY3xE3bn3ExKL5XrzmCRdJrY';

export interface PasswordHasher {
  /** A PHC string. Throws Overloaded. */
  hash(password: string): Promise<string>;
  /** False for a malformed or foreign hash too. Throws Overloaded. */
  verify(passwordHash: string, password: string): Promise<boolean>;
  /** As much work as `verify`, always false: unknown accounts must not answer faster. Throws Overloaded. */
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
  const matches = (passwordHash: string, password: string) => queue.run(() => verify(passwordHash, prepared(password)));
  return {
    hash: (password) => queue.run(() => hash(prepared(password), parameters)),
    async verify(passwordHash, password) {
      if (parametersOf(passwordHash) !== null) return matches(passwordHash, password);
      await matches(dummyHash, password);
      return false;
    },
    async verifyNothing(password) {
      await matches(dummyHash, password);
      return false;
    },
    needsRehash: (passwordHash) => parametersOf(passwordHash) !== currentParameters,
  };
}

/** The same characters give the same bytes on every keyboard (NIST SP 800-63B section 3.1.1.2). */
function prepared(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

const currentParameters = `${parameters.memoryCost}.${parameters.timeCost}.${parameters.parallelism}.32`;

/** Null for anything that is not Argon2id in PHC form. The library throws on those, also in `verify`. */
function parametersOf(passwordHash: string): string | null {
  if (!passwordHash.startsWith('$argon2id$')) return null;
  try {
    const found = parseOptions(passwordHash);
    return `${found.memoryCost}.${found.timeCost}.${found.parallelism}.${found.outputLen}`;
  } catch {
    return null;
  }
}

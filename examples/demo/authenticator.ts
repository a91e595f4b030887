/** An authenticator app for the demo accounts, for people without a phone at hand. It can, because the server runs in this process. */
import type { Clock } from '../../src/clock.js';
import type { Database } from '../../src/database/schema.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import type { KeyRing } from '../../src/secrets/key-ring.js';
import { demoAccounts } from './demo-accounts.js';
import { sealedDemoKeys } from './demo-accounts-store.js';

export interface AuthenticatorEntry {
  readonly email: string;
  /** Base32. */
  readonly seed: string;
  readonly code: string;
  readonly nextCode: string;
  /** The code was accepted already; only the next one will be. */
  readonly isSpent: boolean;
  /** An enrolment that is on a page at this moment. */
  readonly isPending: boolean;
}

export interface AuthenticatorReading {
  readonly entries: readonly AuthenticatorEntry[];
  /** Until the next code. */
  readonly secondsLeft: number;
}

/** Seconds of one step, as authenticator apps assume (RFC 6238 section 4.1). */
const totpPeriodSeconds = 30;

export type ReadAuthenticator = () => Promise<AuthenticatorReading>;

/** Reads all keys of the demo accounts, and of no others. */
export function createAuthenticator(parts: {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}): ReadAuthenticator {
  const emails = demoAccounts.map(({ email }) => email);
  return async () => {
    const sealed = await sealedDemoKeys(parts.database, emails);
    const now = parts.clock.now();
    const step = stepAt(now);
    const entries = sealed.map(({ email, id, seedSealed, lastAcceptedStep, isPending }) => {
      const seed = parts.keyRing.open(seedSealed, { table: 'totp_credential', column: 'seed_sealed', row: id });
      const isSpent = lastAcceptedStep >= step;
      return { email, seed, code: codeAtStep(seed, step), nextCode: codeAtStep(seed, step + 1), isSpent, isPending };
    });
    return { entries, secondsLeft: totpPeriodSeconds - (Math.floor(now.getTime() / 1000) % totpPeriodSeconds) };
  };
}

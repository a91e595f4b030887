/** Setting up an authenticator app: a seed chosen here, confirmed by its first code. */
import { randomUUID } from 'node:crypto';
import { recordEvents } from '../audit/audit-store.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { generateBackupCodes, hashBackupCode } from './backup-codes.js';
import { readCode } from './code-input.js';
import type { EnrollableFactor, Enrolment } from './second-factor.js';
import { seedPlace } from './seed-place.js';
import { findClockOffset, generateSeed, matchingSteps } from './totp.js';
import { storeConfirmedTotp } from './totp-enrolment-store.js';
import { totpUri } from './totp-uri.js';

export interface TotpEnrolmentOptions {
  readonly keyRing: KeyRing;
  /** Issuer shown in the app. */
  readonly issuer: string;
  /** Accepted steps each way. */
  readonly window: number;
  /** Backup codes that come with a first factor. */
  readonly backupCodeCount: number;
}

export function createTotpEnrolment(options: TotpEnrolmentOptions): EnrollableFactor {
  const { keyRing, issuer, window, backupCodeCount } = options;

  function enrolment(id: string, seed: string, seedSealed: string, email: string): Enrolment {
    return { id, seed, seedSealed, uri: totpUri({ issuer, label: email, seed }) };
  }

  return {
    method: 'totp',

    startEnrolment(account) {
      const id = randomUUID();
      const seed = generateSeed();
      return enrolment(id, seed, keyRing.seal(seed, seedPlace(id)), account.email);
    },

    reopenEnrolment(account, { id, seedSealed }) {
      return enrolment(id, keyRing.open(seedSealed, seedPlace(id)), seedSealed, account.email);
    },

    async confirmEnrolment(connection, request) {
      const { accountId, pending, now, origin, claim, kept } = request;
      const seed = keyRing.open(pending.seedSealed, seedPlace(pending.id));
      const code = readCode(request.typed);
      const [matchedStep] = code.kind === 'totp' ? matchingSteps(seed, code.digits, now, window) : [];
      const detail = { method: 'totp', factor_id: pending.id };
      const event = { ...origin, subjectId: accountId, detail };
      if (matchedStep === undefined) {
        await recordEvents(connection, [{ ...event, type: 'mfa.failed', outcome: 'failure' }]);
        // Whoever enrols has the seed, so that naming the clock tells nothing that is not known.
        const offset = code.kind === 'totp' ? findClockOffset(seed, code.digits, now, window) : null;
        return { ok: false, because: 'wrong_code', clockOffsetMinutes: offset };
      }
      const codes = generateBackupCodes(backupCodeCount);
      const stored = await storeConfirmedTotp(connection, {
        accountId,
        credentialId: pending.id,
        seedSealed: pending.seedSealed,
        name: factorName(request.name),
        matchedStep,
        backupCodeHashes: codes.map((code) => hashBackupCode(keyRing, accountId, code)),
        claim,
        kept,
        events: [{ ...event, type: 'mfa.enabled', outcome: 'success' }],
      });
      if (!stored.ok) return stored;
      const { isFirstFactor, generation, verifiedAt } = stored;
      return { ok: true, factorId: pending.id, backupCodes: isFirstFactor ? codes : [], generation, verifiedAt };
    },
  };
}

/** Longest name of a factor, in characters. */
const longestName = 60;

/** What can be shown anywhere: one line, no controls, no direction marks; never empty. */
export function factorName(name: string): string {
  const cleaned = name
    .slice(0, 500)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...cleaned].slice(0, longestName).join('') || 'Authenticator app';
}

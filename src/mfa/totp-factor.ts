/** The authenticator app as a second factor: count the attempt, find the step, accept it once. */
import { recordEvents } from '../audit/audit-store.js';
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { reserveGuess } from './budget-store.js';
import { readCode } from './code-input.js';
import { acceptedEvents, refusedEvents } from './factor-events.js';
import type { Refused, SecondFactor, VerifyRequest, VerifyResult } from './second-factor.js';
import { seedPlace } from './seed-place.js';
import { findClockOffset, matchingSteps } from './totp.js';
import { acceptStep, type StoredTotp, totpCredentials } from './totp-store.js';

export interface TotpFactorOptions {
  readonly keyRing: KeyRing;
  /** Accepted steps each way. */
  readonly window: number;
  /** Wrong codes per account in any 24 hours. */
  readonly dailyAttempts: number;
}

/** Two statements for every answer but "too many attempts" and "not permitted", which take one. */
export function createTotpFactor({ keyRing, window, dailyAttempts }: TotpFactorOptions): SecondFactor {
  async function verify(connection: Connection, request: VerifyRequest): Promise<VerifyResult> {
    const { accountId, browserId, now, onlyIf } = request;
    const read = totpCredentials(accountId);
    const guess = { accountId, kind: 'totp', browserId, dailyAttempts, onlyIf, read } as const;
    const reserved = await reserveGuess<StoredTotp[]>(connection, guess);
    if (!reserved.ok) return reserved;

    const found = findMatch(reserved.read, request.typed, now);
    const { reservation, isLast, isKnownBrowser } = reserved;
    const events = (because: 'wrong_code' | 'already_used' | 'not_enrolled') =>
      refusedEvents(request, 'totp', { because, isLast });
    if (!found.ok) {
      await recordEvents(connection, events(found.because));
      if (found.because !== 'wrong_code') return found;
      return { ...found, clockOffsetMinutes: tellable(found.clockOffsetMinutes, reservation.browser !== '') };
    }

    const { credentialId, step } = found;
    const committed = await acceptStep(connection, {
      credentialId,
      step,
      reservation,
      acceptedEvents: acceptedEvents(request, 'totp', credentialId),
      refusedEvents: events('already_used'),
      alsoWrite: (accepted) => request.alsoWrite?.(accepted, 'totp') ?? [],
    });
    if (!committed.ok) return committed;
    const { verifiedAt, written } = committed;
    const accepted = { ok: true, method: 'totp', factorId: credentialId, backupCodesRemaining: null } as const;
    return { ...accepted, isKnownBrowser, verifiedAt, written };
  }

  type Match = { readonly ok: true; readonly credentialId: string; readonly step: number };
  type NoMatch = Extract<Refused, { because: 'wrong_code' | 'already_used' | 'not_enrolled' }>;

  function findMatch(stored: readonly StoredTotp[], typed: string, now: Date): Match | NoMatch {
    // Every seed is opened, whatever was typed: one that cannot be read stops the sign-in, it is not passed over.
    const credentials = stored.map((credential) => ({ ...credential, seed: openSeed(credential) }));
    if (credentials.length === 0) return { ok: false, because: 'not_enrolled' };
    const code = readCode(typed);
    if (code.kind !== 'totp') return { ok: false, because: 'wrong_code', clockOffsetMinutes: null };

    const matches = credentials.flatMap(({ id, seed, lastAcceptedStep }) =>
      matchingSteps(seed, code.digits, now, window).map((step) => ({ id, step, spent: step <= lastAcceptedStep })),
    );
    if (matches.some(({ spent }) => spent)) return { ok: false, because: 'already_used' };
    const match = matches[0];
    if (match !== undefined) return { ok: true, credentialId: match.id, step: match.step };

    const offsets = credentials.map(({ seed }) => findClockOffset(seed, code.digits, now, window));
    const clockOffsetMinutes = offsets.find((offset) => offset !== null) ?? null;
    return { ok: false, because: 'wrong_code', clockOffsetMinutes };
  }

  function openSeed({ id, seedSealed }: StoredTotp): string {
    return keyRing.open(seedSealed, seedPlace(id));
  }

  return { method: 'totp', isReady: (state) => state.totpCount > 0, verify };
}

/**
 * A slow phone's code is past and can be named to anyone. A fast phone's code will be right in some minutes: to tell a
 * stranger so would let every guess try twenty codes of the future at once, so it is told to a known browser only.
 */
function tellable(offsetMinutes: number | null, isKnownBrowser: boolean): number | null {
  return offsetMinutes !== null && offsetMinutes > 0 && !isKnownBrowser ? null : offsetMinutes;
}

/** Backup codes as a second factor: count the attempt, then spend the code once. */
import { recordEvents } from '../audit/audit-store.js';
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { type BackupCodeReading, backupCodeReading, spendBackupCode } from './backup-code-store.js';
import { backupCodeHashCandidates, importedCodeHashCandidates } from './backup-codes.js';
import { reserveGuess } from './budget-store.js';
import { readCode } from './code-input.js';
import { acceptedEvents, refusedEvents } from './factor-events.js';
import type { SecondFactor, VerifyRequest, VerifyResult } from './second-factor.js';

export interface BackupCodeFactorOptions {
  readonly keyRing: KeyRing;
  /** Wrong codes per account in any 24 hours; a budget apart from that of TOTP. */
  readonly dailyAttempts: number;
}

/** Two statements for every answer but "too many attempts" and "not permitted", which take one. */
export function createBackupCodeFactor({ keyRing, dailyAttempts }: BackupCodeFactorOptions): SecondFactor {
  async function verify(connection: Connection, request: VerifyRequest): Promise<VerifyResult> {
    const { accountId, browserId, onlyIf } = request;
    const hashes = hashesOf(keyRing, accountId, request.typed);
    const read = backupCodeReading(accountId, hashes);
    const guess = { accountId, kind: 'backup_code', browserId, dailyAttempts, onlyIf, read } as const;
    const reserved = await reserveGuess<BackupCodeReading>(connection, guess);
    if (!reserved.ok) return reserved;

    const { reservation, isLast, isKnownBrowser } = reserved;
    const refusal = refusalOf(reserved.read);
    if (refusal !== null) {
      await recordEvents(connection, refusedEvents(request, 'backup_code', { because: refusal.because, isLast }));
      return refusal;
    }

    const committed = await spendBackupCode(connection, {
      hashes,
      reservation,
      acceptedEvents: acceptedEvents(request, 'backup_code', null),
      refusedEvents: refusedEvents(request, 'backup_code', { because: 'already_used', isLast }),
      alsoWrite: (accepted) => request.alsoWrite?.(accepted, 'backup_code') ?? [],
    });
    if (!committed.ok) return committed;
    const backupCodesRemaining = reserved.read.remaining - 1;
    const { verifiedAt, written } = committed;
    const accepted = { ok: true, method: 'backup_code', factorId: null, backupCodesRemaining } as const;
    return { ...accepted, isKnownBrowser, verifiedAt, written };
  }

  return { method: 'backup_code', isReady: (state) => state.backupCodesRemaining > 0, verify };
}

function hashesOf(keyRing: KeyRing, accountId: string, typed: string): string[] {
  const code = readCode(typed);
  if (code.kind === 'backup_code') return backupCodeHashCandidates(keyRing, accountId, code.code);
  return code.kind === 'imported_code' ? importedCodeHashCandidates(keyRing, accountId, code.code) : [];
}

function refusalOf(reading: BackupCodeReading) {
  if (reading.isUnused) return null;
  if (reading.isUsed) return { ok: false, because: 'already_used' } as const;
  if (reading.total === 0) return { ok: false, because: 'not_enrolled' } as const;
  return { ok: false, because: 'wrong_code', clockOffsetMinutes: null } as const;
}

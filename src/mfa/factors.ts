/** The second factors there are. A new one is a line here. */
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { createBackupCodeFactor } from './backup-code-factor.js';
import { readCode } from './code-input.js';
import type { EnrollableFactor, SecondFactor, VerifyRequest, VerifyResult } from './second-factor.js';
import { createTotpEnrolment } from './totp-enrolment.js';
import { createTotpFactor } from './totp-factor.js';

export interface FactorSettings {
  readonly mfaTotpWindow: number;
  readonly mfaDailyAttempts: number;
  readonly mfaBackupCodes: number;
  /** Shown in authenticator apps. */
  readonly mfaIssuer: string;
}

export interface Factors {
  readonly list: readonly SecondFactor[];
  /** What people can set up; backup codes come with it. */
  readonly totpEnrolment: EnrollableFactor;
  /**
   * Verifies whatever was typed into the one-time-code field with the factor whose code has that form. What has no form at all
   * counts as a wrong TOTP, so that odd input uses up the budget like any guess. At most two statements.
   */
  verifyCode(connection: Connection, request: VerifyRequest): Promise<VerifyResult>;
}

export function createFactors(keyRing: KeyRing, settings: FactorSettings): Factors {
  const { mfaTotpWindow: window, mfaDailyAttempts: dailyAttempts, mfaBackupCodes, mfaIssuer } = settings;
  const totp = createTotpFactor({ keyRing, window, dailyAttempts });
  const backupCode = createBackupCodeFactor({ keyRing, dailyAttempts });
  return {
    list: [totp, backupCode],
    totpEnrolment: createTotpEnrolment({ keyRing, issuer: mfaIssuer, window, backupCodeCount: mfaBackupCodes }),
    verifyCode: (connection, request) =>
      (readCode(request.typed).kind === 'backup_code' ? backupCode : totp).verify(connection, request),
  };
}

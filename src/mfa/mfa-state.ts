/** What an account has of second factors, for pages, API and the command line. Nothing secret in it. */

export interface FactorSummary {
  readonly id: string;
  readonly type: 'totp';
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface MfaState {
  /** Oldest first. */
  readonly factors: readonly FactorSummary[];
  readonly totpCount: number;
  readonly backupCodesRemaining: number;
}

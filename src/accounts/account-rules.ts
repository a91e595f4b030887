/** What the database's rules about second factors say of one account: read with it, so that a change counts at once and everywhere. */

/**
 * How strongly a second factor is asked for, weakest first. `encouraged` suggests one; `report_only` asks for nothing and notes what
 * `required` would have done.
 */
export const mfaLevels = ['optional', 'encouraged', 'report_only', 'required'] as const;

export type MfaLevel = (typeof mfaLevels)[number];

/** One rule that is about this account. */
export interface AccountRule {
  readonly scope: 'all' | 'role' | 'group';
  /** The role, or the group's name; empty for the rule about everybody. */
  readonly name: string;
  readonly level: MfaLevel;
  /** When it first required something; null when it never did. */
  readonly requiredSince: Date | null;
  /** When its level was last changed. */
  readonly setAt: Date;
  /** When the account came under it: the role gained after the account was made, or the group joined; null when it began with it. */
  readonly joinedAt: Date | null;
}

export interface AccountRules {
  readonly rules: readonly AccountRule[];
  /** Days, as chosen in the database; null when nobody chose. */
  readonly gracePeriodDays: number | null;
}

/** Where the database has no rule. */
export const noRules: AccountRules = { rules: [], gracePeriodDays: null };

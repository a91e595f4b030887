/** Decides what a sign-in still needs. Pure: the one GET of an interaction asks it, and shows that page or finishes. */
import type { Account } from '../accounts/account.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { type AssuranceLevel, decideMfa, type EnrolmentReason, type MfaPolicy, strictest } from '../mfa/policy.js';
import { type AcrDemand, type Assurance, oneTimeCodeAmr, passwordAmr } from './amr.js';
import { type BackupCodeQuestion, backupCodeQuestion } from './backup-code-question.js';
import type { LoginAttempt } from './login-attempt.js';

/** A session that proves the password already, so that only the second factor is missing. */
export interface StepUpSession {
  readonly accountId: string;
  /** Seconds since 1970: when the password was verified. */
  readonly authTime: number;
}

export interface SignInState {
  readonly attempt: LoginAttempt | null;
  /** The account of the attempt, or else of the step-up session. */
  readonly account: Account | null;
  /** Unused backup codes of that account; null where there is no page on which somebody could be asked about them. */
  readonly backupCodesRemaining: number | null;
  /** Null when the password must be asked for in this sign-in. */
  readonly stepUp: StepUpSession | null;
  readonly demand: AcrDemand;
  /** What the client's registration demands. */
  readonly clientDemand: AssuranceLevel | null;
  /** What the resources demand that tokens are asked for. */
  readonly resourceDemand: AssuranceLevel | null;
  readonly policy: MfaPolicy;
  readonly now: Date;
}

export type SignInStep =
  | { readonly step: 'password' }
  | { readonly step: 'challenge'; readonly account: Account }
  | {
      readonly step: 'enrol';
      readonly account: Account;
      readonly because: EnrolmentReason | 'chosen';
      /** The role or group whose rule it is, where it is about one. */
      readonly ruleName: string | null;
      readonly deadline: Date | null;
      /** Chosen before it must be: "Not now" is still possible. */
      readonly optional: boolean;
    }
  | { readonly step: 'backup_codes'; readonly account: Account }
  | {
      readonly step: 'remind';
      readonly account: Account;
      readonly because: EnrolmentReason;
      readonly ruleName: string | null;
      readonly deadline: Date;
      readonly daysLeft: number;
    }
  | { readonly step: 'encourage'; readonly account: Account }
  | { readonly step: 'backup_code_question'; readonly account: Account; readonly question: BackupCodeQuestion }
  | { readonly step: 'refuse'; readonly error: 'unmet_authentication_requirements' }
  | { readonly step: 'finish'; readonly account: Account; readonly assurance: Assurance };

/** Seconds for which the password of a session suffices to begin an enrolment in a step-up. */
export const enrolmentPasswordSeconds = 600;

/** What is missing, most basic first. */
export function nextStep(state: SignInState): SignInStep {
  const { attempt, account, demand, now } = state;
  if (demand.unmeetable) return { step: 'refuse', error: 'unmet_authentication_requirements' };

  const authTime = passwordProvedAt(state);
  if (account === null || authTime === null) return { step: 'password' };

  if (attempt?.backupCodesIssuedAt && !attempt.backupCodesSavedAt) return { step: 'backup_codes', account };

  const factorVerifiedAt = attempt?.factorVerifiedAt ?? null;
  const decision = decideMfa({
    account: mfaSubjectOf(account),
    policy: state.policy,
    demanded: strictest(demand.level, state.clientDemand, state.resourceDemand),
    proved: factorVerifiedAt === null ? 'pwd' : 'mfa',
    now,
  });
  const dismissed = attempt?.reminderDismissedAt != null;
  // "Set up now" was chosen.
  const enrolling = attempt?.enrolment != null;
  switch (decision.outcome) {
    case 'challenge':
      return { step: 'challenge', account };
    case 'enrol':
      if (mustTypePasswordAgain(state, authTime)) return { step: 'password' };
      return { ...decision, step: 'enrol', account, optional: false };
    case 'remind':
      if (dismissed) break;
      if (enrolling) return { ...decision, step: 'enrol', account, optional: true };
      return { ...decision, step: 'remind', account };
    case 'encourage':
      if (dismissed) break;
      return enrolling
        ? { step: 'enrol', account, because: 'chosen', ruleName: null, deadline: null, optional: true }
        : { step: 'encourage', account };
    case 'sufficient':
      break;
  }
  const question = questionOf(state, account);
  if (question !== null) return { step: 'backup_code_question', account, question };
  return { step: 'finish', account, assurance: assuranceOf(authTime, factorVerifiedAt) };
}

/** Seconds since 1970 when the password was proved, or null. A proof from before the account's last change counts for nothing. */
function passwordProvedAt({ attempt, account, stepUp }: SignInState): number | null {
  if (account === null || account.status !== 'active') return null;
  if (attempt?.passwordVerifiedAt) {
    const current = attempt.accountId === account.id && attempt.generation === account.generation;
    return current ? seconds(attempt.passwordVerifiedAt) : null;
  }
  if (stepUp === null || attempt?.restartedAt) return null;
  if (attempt?.generation != null && attempt.generation !== account.generation) return null;
  return stepUp.accountId === account.id ? stepUp.authTime : null;
}

/**
 * Whether the password is too old to set a factor up. A session lives for days: without this, whoever finds one open (or
 * steals its cookie) could bind an authenticator of their own and lock the owner out. Once begun, an enrolment may be finished.
 */
function mustTypePasswordAgain({ attempt, now }: SignInState, authTime: number): boolean {
  if (attempt?.passwordVerifiedAt || attempt?.enrolment) return false;
  return seconds(now) - authTime > enrolmentPasswordSeconds;
}

function questionOf({ attempt, backupCodesRemaining, now }: SignInState, account: Account): BackupCodeQuestion | null {
  if (attempt === null || backupCodesRemaining === null) return null;
  return backupCodeQuestion(account, attempt, { remaining: backupCodesRemaining, now });
}

function assuranceOf(authTime: number, factorVerifiedAt: Date | null): Assurance {
  if (factorVerifiedAt === null) return { amr: passwordAmr, authTime, mfaTime: null };
  return { amr: oneTimeCodeAmr, authTime, mfaTime: seconds(factorVerifiedAt) };
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

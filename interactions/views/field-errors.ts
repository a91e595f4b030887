/** Words for refused forms: from the reason of a refusal to the message that its field shows. Pure. */

import type { Locale } from '../../src/language/locale.js';
import { messagesFor } from './messages/catalogue.js';
import type { FieldError } from './page-context.js';

/** Why a password form was refused. */
export type PasswordRefusal =
  /** Wrong password, unknown or inactive account: one sentence for all. */
  | { readonly because: 'wrong_credentials' }
  | { readonly because: 'locked_out'; readonly retryAfterSeconds: number }
  | { readonly because: 'email_missing' }
  | { readonly because: 'password_missing' };

/** Why a verification code was refused. `attemptsLeft`: wrong codes until this sign-in starts again. */
export type CodeRefusal = (
  | { readonly because: 'wrong_code' }
  | { readonly because: 'code_missing' }
  /** `typedDigits`: how many were entered instead of `expectedDigits`. */
  | { readonly because: 'wrong_length'; readonly expectedDigits: number; readonly typedDigits: number }
  /** Positive: the phone is fast; negative: slow. */
  | { readonly because: 'clock_off'; readonly offsetMinutes: number }
  /** A TOTP that was accepted before. `waitSeconds`: until the next code. */
  | { readonly because: 'already_used'; readonly waitSeconds: number }
  | { readonly because: 'backup_code_used' }
  /** Null: only an administrator can lift it. */
  | { readonly because: 'too_many_attempts'; readonly retryAfterSeconds: number | null }
) & { readonly attemptsLeft?: number | undefined };

/** For the password page. The message stands at the password, where the typing goes on, unless the e-mail is missing. */
export function passwordError(locale: Locale, refusal: PasswordRefusal): FieldError {
  const { password } = messagesFor(locale);
  switch (refusal.because) {
    case 'wrong_credentials':
      return { field: 'password', message: password.refused };
    case 'locked_out':
      return { field: 'password', message: password.locked(refusal.retryAfterSeconds) };
    case 'email_missing':
      return { field: 'email', message: password.emailMissing };
    case 'password_missing':
      return { field: 'password', message: password.passwordMissing };
  }
}

/** For the challenge and the enrolment page. */
export function codeError(locale: Locale, refusal: CodeRefusal): FieldError {
  const { codeErrors } = messagesFor(locale);
  const { attemptsLeft = 0 } = refusal;
  const left = attemptsLeft > 0 ? codeErrors.attemptsLeft(attemptsLeft) : undefined;
  const invalid = (detail?: string) => ({
    field: 'code',
    message: codeErrors.invalid,
    detail: [detail, left].filter((part) => part !== undefined).join(' ') || undefined,
  });
  switch (refusal.because) {
    case 'wrong_code':
      return invalid();
    case 'code_missing':
      return invalid(codeErrors.missing);
    case 'wrong_length':
      return invalid(codeErrors.wrongLength(refusal.expectedDigits, refusal.typedDigits));
    case 'clock_off': {
      const minutes = Math.abs(refusal.offsetMinutes);
      const detail = refusal.offsetMinutes < 0 ? codeErrors.clockSlow(minutes) : codeErrors.clockFast(minutes);
      return { ...invalid(detail), help: 'clock' };
    }
    case 'already_used':
      return invalid(codeErrors.alreadyUsed(refusal.waitSeconds));
    case 'backup_code_used':
      return invalid(`${codeErrors.backupCodeUsed}. ${codeErrors.backupCodeUsedHelp}`);
    case 'too_many_attempts':
      return blocked(locale, refusal.retryAfterSeconds);
  }
}

function blocked(locale: Locale, retryAfterSeconds: number | null): FieldError {
  const { codeErrors } = messagesFor(locale);
  if (retryAfterSeconds === null) return { field: 'code', message: codeErrors.blockedForGood, help: 'administrator' };
  const message = codeErrors.blocked(retryAfterSeconds);
  return { field: 'code', message, detail: codeErrors.blockedHelp, help: 'administrator' };
}

/** For the backup codes page, when the box was not ticked. */
export function savedError(locale: Locale): FieldError {
  return { field: 'saved', message: messagesFor(locale).backupCodes.savedMissing };
}

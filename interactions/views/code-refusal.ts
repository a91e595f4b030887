/** From the refusal of a factor to what the page may say of it. Pure. */
import { secondsUntil } from '../../src/http/send-page.js';
import type { ConfirmResult, Refused, SecondFactorMethod } from '../../src/mfa/second-factor.js';
import type { CodeRefusal } from './field-errors.js';

export interface TypedCode {
  readonly method: SecondFactorMethod;
  readonly typed: string;
  readonly now: Date;
  /** Wrong codes until this sign-in starts again at the password. */
  readonly attemptsLeft?: number | undefined;
}

const digits = 6;
const periodSeconds = 30;

export function codeRefusalOf(refused: Refused | Extract<ConfirmResult, { ok: false }>, code: TypedCode): CodeRefusal {
  const { attemptsLeft, now } = code;
  switch (refused.because) {
    case 'too_many_attempts':
      return {
        because: 'too_many_attempts',
        retryAfterSeconds: refused.retryAt === null ? null : secondsUntil(refused.retryAt, now),
      };
    case 'already_used':
      if (code.method === 'backup_code') return { because: 'backup_code_used', attemptsLeft };
      return {
        because: 'already_used',
        waitSeconds: periodSeconds - (Math.floor(now.getTime() / 1000) % periodSeconds),
        attemptsLeft,
      };
    case 'wrong_code': {
      if (refused.clockOffsetMinutes !== null && refused.clockOffsetMinutes !== 0) {
        return { because: 'clock_off', offsetMinutes: refused.clockOffsetMinutes, attemptsLeft };
      }
      const typedDigits = code.typed.replace(/\D/g, '').length;
      const onlyDigits = /^[\d\s-]+$/.test(code.typed);
      if (code.typed.trim() === '') return { because: 'code_missing', attemptsLeft };
      if (onlyDigits && typedDigits !== digits) {
        return { because: 'wrong_length', expectedDigits: digits, typedDigits, attemptsLeft };
      }
      return { because: 'wrong_code', attemptsLeft };
    }
    case 'not_enrolled':
    case 'not_permitted':
    case 'enrolment_gone':
      return { because: 'wrong_code', attemptsLeft };
  }
}

/** Says over HTTP why a code, or the change that it should have made, was refused. */
import { Problem } from '../http/problem.js';
import type { ProvenChangeResult } from '../mfa/proven-change-store.js';
import type { Refused } from '../mfa/second-factor.js';

/** What a change that was proved with a code ended in, when it was not made; `forbidden` is the caller's to name. */
export function changeProblem(
  result: Extract<ProvenChangeResult<unknown, unknown>, { because: 'account_changed' | 'code_refused' }>,
  now: Date | null,
): Problem {
  return result.because === 'code_refused' ? codeProblem(result.refusal, now) : accountChanged();
}

/** For somebody who has passed the second factor a moment ago: nothing here tells a stranger anything. */
function codeProblem(refusal: Refused, now: Date | null): Problem {
  switch (refusal.because) {
    case 'wrong_code':
      return invalidCode(refusal.clockOffsetMinutes);
    case 'not_enrolled':
      return invalidCode(null);
    case 'already_used':
      return new Problem(422, 'code_already_used', 'This code was used already.');
    case 'too_many_attempts':
      return tooManyAttempts('Too many wrong codes. Try again later.', refusal.retryAt, now);
    case 'not_permitted':
      return accountChanged();
  }
}

/** `clock_offset_minutes` names a wrong clock, when that explains it; positive: the phone is fast. */
export function invalidCode(clockOffsetMinutes: number | null): Problem {
  const members = clockOffsetMinutes === null ? {} : { clock_offset_minutes: clockOffsetMinutes };
  return new Problem(422, 'invalid_code', 'Invalid verification code', { members });
}

/** Without Retry-After only a person can help. `now` is the database's time, as `retryAt` is. */
export function tooManyAttempts(sentence: string, retryAt: Date | null, now: Date | null): Problem {
  if (retryAt === null || now === null)
    return new Problem(429, 'too_many_attempts', 'Too many wrong codes. Ask your administrator.');
  const seconds = Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000));
  return new Problem(429, 'too_many_attempts', sentence, { headers: { 'Retry-After': String(seconds) } });
}

export function accountChanged(): Problem {
  return new Problem(409, 'account_changed', 'The account was changed a moment ago. Look at it again, then try again.');
}

/** The same for a factor that is not there and one that is somebody else's. */
export function factorNotFound(): Problem {
  return new Problem(404, 'factor_not_found', 'There is no such factor.');
}

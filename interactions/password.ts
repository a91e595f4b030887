/** The password: counted before it is checked, checked with the same work for unknown accounts, recorded in the sign-in. */
import type { Context } from 'koa';
import { replacePasswordHash } from '../src/accounts/account-change-store.js';
import { checkPassword } from '../src/accounts/check-password.js';
import { Overloaded } from '../src/accounts/hash-queue.js';
import type { AuditEvent } from '../src/audit/audit-event.js';
import { auditInsert, recordEvents } from '../src/audit/audit-store.js';
import { browserIdFrom } from '../src/http/browser-cookie.js';
import { sourceOf } from '../src/http/request-state.js';
import {
  releaseAttempt,
  reserveAttemptAndFindAccount,
  takeBackAttempt,
} from '../src/lockout/password-failure-store.js';
import { freshAttempt } from '../src/login/login-attempt.js';
import { recordPassword } from '../src/login/login-attempt-store.js';
import { nextStep } from '../src/login/next-step.js';
import { advance } from './finish.js';
import { type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { showPassword } from './show-password.js';

/** Longest e-mail looked at, in characters; a longer one is no account's. */
const longestEmail = 320;

/** Act `password`. Three statements when right, two when wrong, one when locked out. */
export async function password(
  ctx: Context,
  open: OpenInteraction,
  form: ReadonlyMap<string, string>,
  parts: InteractionParts,
): Promise<void> {
  const { database, settings } = parts;
  const email = (form.get('email') ?? '').trim().slice(0, longestEmail);
  const typed = form.get('password') ?? '';
  if (email === '') return showPassword(ctx, open, parts, { email, refusal: { because: 'email_missing' } });
  if (typed === '') return showPassword(ctx, open, parts, { email, refusal: { because: 'password_missing' } });

  const browserId = browserIdFrom(ctx, parts);
  const attempt = { email, ip: sourceOf(ctx).ip, browserId };
  const rules = { threshold: settings.lockoutThreshold, durationMinutes: settings.lockoutDurationMinutes };
  const reserved = await reserveAttemptAndFindAccount(database, parts.keyRing, attempt, rules);
  if (!reserved.ok) {
    const retryAfterSeconds = Math.max(1, Math.ceil((reserved.retryAt.getTime() - parts.clock.now().getTime()) / 1000));
    return showPassword(ctx, open, parts, { email, refusal: { because: 'locked_out', retryAfterSeconds } });
  }
  const checked = await checkPassword(parts.hasher, reserved.found, typed).catch(async (error: unknown) => {
    // Shed before it was looked at: else whoever floods the server could have others locked out by their right password.
    if (error instanceof Overloaded) await takeBackAttempt(database, reserved.reservation, rules);
    throw error;
  });
  const origin = { ...originOf(ctx, open), actor: { type: 'anonymous', id: null } as const };
  const subjectId = reserved.found?.account.id ?? null;
  if (!checked.ok) {
    const events: AuditEvent[] = [
      { ...origin, type: 'user.login_failed', subjectId, outcome: 'failure', detail: { because: checked.because } },
    ];
    if (reserved.isLast) events.push({ ...origin, type: 'user.locked', subjectId, outcome: 'success' });
    await recordEvents(database, events);
    return showPassword(ctx, open, parts, { email, refusal: { because: 'wrong_credentials' } });
  }
  const { account, rehash } = checked;
  const key = { id: open.attemptId, accountId: account.id, generation: account.generation };
  const also = [releaseAttempt(reserved.reservation)];
  // The sign-in is stopped here until a second factor is set up: the log says so whether or not that happens.
  const step = nextStep({ ...open.state, attempt: freshAttempt(key, open.state.now), account });
  if (step.step === 'enrol') {
    const actor = { type: 'account', id: account.id } as const;
    const detail = { because: step.because };
    also.push(
      auditInsert([{ ...origin, actor, type: 'mfa.required_enrollment', subjectId, outcome: 'success', detail }]),
    );
  }
  const verifiedAt = await recordPassword(database, key, also);
  if (rehash !== undefined) await replacePasswordHash(database, account.id, rehash);
  const { isKnownBrowser } = reserved;
  await advance(ctx, { ...open, isKnownBrowser }, freshAttempt(key, verifiedAt), parts, account);
}

/** The password: counted before it is checked, checked with the same work for unknown accounts, recorded in the sign-in. */
import type { Context } from 'koa';
import { replacePasswordHash } from '../src/accounts/account-change-store.js';
import { auditInsert } from '../src/audit/audit-store.js';
import { browserIdFrom } from '../src/http/browser-cookie.js';
import { sourceOf } from '../src/http/request-state.js';
import { releaseAttempt } from '../src/lockout/password-failure-store.js';
import { freshAttempt } from '../src/login/login-attempt.js';
import { recordPassword } from '../src/login/login-attempt-store.js';
import { nextStep } from '../src/login/next-step.js';
import { longestEmail, tryPassword } from '../src/login/try-password.js';
import { advance } from './finish.js';
import { type OpenInteraction, originOf } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { showPassword } from './show-password.js';

/** Act `password`. Three statements when right, two when wrong, one when locked out. */
export async function password(
  ctx: Context,
  open: OpenInteraction,
  form: ReadonlyMap<string, string>,
  parts: InteractionParts,
): Promise<void> {
  const { database } = parts;
  const email = (form.get('email') ?? '').trim().slice(0, longestEmail);
  const typed = form.get('password') ?? '';
  if (email === '') return showPassword(ctx, open, parts, { email, refusal: { because: 'email_missing' } });
  if (typed === '') return showPassword(ctx, open, parts, { email, refusal: { because: 'password_missing' } });

  const browserId = browserIdFrom(ctx, parts);
  const { ip, userAgent } = sourceOf(ctx);
  const from = { clientId: open.client.clientId, ip, userAgent };
  const tried = await tryPassword(parts, { email, ip, browserId, typed }, from);
  if (!tried.ok && tried.because === 'locked_out') {
    const retryAfterSeconds = Math.max(1, Math.ceil((tried.retryAt.getTime() - parts.clock.now().getTime()) / 1000));
    return showPassword(ctx, open, parts, { email, refusal: { because: 'locked_out', retryAfterSeconds } });
  }
  if (!tried.ok) return showPassword(ctx, open, parts, { email, refusal: { because: 'wrong_credentials' } });
  const { account, reservation, rehash, isKnownBrowser } = tried;
  const key = { id: open.attemptId, accountId: account.id, generation: account.generation };
  const also = [releaseAttempt(reservation)];
  // The sign-in is stopped here until a second factor is set up: the log says so whether or not that happens.
  const step = nextStep({ ...open.state, attempt: freshAttempt(key, open.state.now), account });
  if (step.step === 'enrol') {
    const actor = { type: 'account', id: account.id } as const;
    const origin = { ...originOf(ctx, open), actor, subjectId: account.id };
    const detail = { because: step.because };
    also.push(auditInsert([{ ...origin, type: 'mfa.required_enrollment', outcome: 'success', detail }]));
  }
  const verifiedAt = await recordPassword(database, key, also);
  if (rehash !== undefined) await replacePasswordHash(database, account.id, rehash);
  await advance(ctx, { ...open, isKnownBrowser }, freshAttempt(key, verifiedAt), parts, account);
}

/** The present password of somebody who is signed in: counted like at sign-in before it is checked, so that a found browser is no oracle. */
import type { Context } from 'koa';
import type { Account } from '../accounts/account.js';
import { checkPassword } from '../accounts/check-password.js';
import { Overloaded } from '../accounts/hash-queue.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { recordEvents } from '../audit/audit-store.js';
import type { Fragment } from '../database/fragment.js';
import { browserIdFrom } from '../http/browser-cookie.js';
import { sourceOf } from '../http/request-state.js';
import { releaseAttempt, reserveAttemptAndFindAccount, takeBackAttempt } from '../lockout/password-failure-store.js';
import type { AccountParts } from './account-parts.js';

export type CurrentPasswordResult<Prepared> =
  /** `release` takes the count back, together with the change; `prepared` is what the caller made of the time. */
  | { readonly ok: true; readonly release: Fragment; readonly prepared: Prepared }
  | { readonly ok: false; readonly because: 'locked_out'; readonly retryAt: Date }
  | { readonly ok: false; readonly because: 'wrong_password' };

/**
 * One statement, two when the password is wrong. `prepare` runs once it was right: what it throws for a busy server does not count
 * as a wrong password either.
 */
export async function checkCurrentPassword<Prepared>(
  ctx: Context,
  account: Pick<Account, 'id' | 'email'>,
  { typed, prepare }: { readonly typed: string; readonly prepare: () => Promise<Prepared> },
  parts: AccountParts,
): Promise<CurrentPasswordResult<Prepared>> {
  const { database, settings, keyRing, hasher } = parts;
  const rules = { threshold: settings.lockoutThreshold, durationMinutes: settings.lockoutDurationMinutes };
  const attempt = { email: account.email, ip: sourceOf(ctx).ip, browserId: browserIdFrom(ctx, parts) };
  const reserved = await reserveAttemptAndFindAccount(database, keyRing, attempt, rules);
  if (!reserved.ok) return reserved;
  try {
    const checked = await checkPassword(hasher, reserved.found, typed);
    if (checked.ok && checked.account.id === account.id) {
      return { ok: true, release: releaseAttempt(reserved.reservation), prepared: await prepare() };
    }
  } catch (error) {
    if (error instanceof Overloaded) await takeBackAttempt(database, reserved.reservation, rules);
    throw error;
  }
  const about = { actor: { type: 'account', id: account.id }, ...sourceOf(ctx), subjectId: account.id } as const;
  const events: AuditEvent[] = [
    { ...about, type: 'password.changed', outcome: 'failure', detail: { because: 'wrong_credentials' } },
  ];
  if (reserved.isLast) events.push({ ...about, type: 'user.locked', outcome: 'success' });
  await recordEvents(database, events);
  return { ok: false, because: 'wrong_password' };
}

/** Makes an administrator of a session: the counterpart of what the API makes of a token. */
import type { Context } from 'koa';
import { isAdmin } from '../accounts/account.js';
import type { Administrator } from '../administration/administer.js';
import { Problem } from '../http/problem.js';
import { sourceOf } from '../http/request-state.js';
import { levelOfAmr } from '../login/amr.js';
import { isFresh } from '../login/freshness.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { type MfaPolicy, requirementOf } from '../mfa/policy.js';
import type { PageSession } from '../oidc/page-session.js';

export type ConsoleAccess =
  | { readonly ok: true }
  /** `factor_required`: policy wants a second factor of administrators; nobody administers on the password in a grace period. */
  | { readonly ok: false; readonly because: 'role_required' | 'factor_required' };

/** Pure. Whether a session may look at the console. That it is alive was decided before. */
export function decideConsoleAccess({ account, assurance }: PageSession, policy: MfaPolicy): ConsoleAccess {
  if (!isAdmin(account)) return { ok: false, because: 'role_required' };
  const isRequired = requirementOf(mfaSubjectOf(account), policy) !== null;
  if (isRequired && levelOfAmr(assurance.amr) !== 'mfa') return { ok: false, because: 'factor_required' };
  return { ok: true };
}

/** What the session may do is decided again under the lock, by the account as it is then. */
export function sessionAdministrator(ctx: Context, session: PageSession, policy: MfaPolicy): Administrator {
  return {
    accountId: session.account.id,
    present(locked) {
      const isSame =
        locked !== undefined && locked.status === 'active' && locked.generation === session.account.generation;
      if (!isSame) throw new Problem(403, 'session_ended', 'This session has ended meanwhile. Sign in again.');
      const access = decideConsoleAccess({ ...session, account: locked }, policy);
      if (!access.ok) throw new Problem(403, access.because, 'This session may not administer any more.');
      const hasFactor = locked.mfaConfiguredAt !== null;
      if (!isFresh(session.assurance, { hasFactor, now: session.readAt })) {
        throw new Problem(403, 'stale_sign_in', 'This needs a sign-in in the last minutes.');
      }
      return locked;
    },
    origin: () => ({ actor: { type: 'account', id: session.account.id }, ...sourceOf(ctx) }),
    isBreakGlass: false,
  };
}

/** Decides what a token may do in the API. Pure: no database, no HTTP. */
import { type Account, isAdmin } from '../accounts/account.js';
import { isFresh } from '../login/freshness.js';
import { describeRequirement } from '../mfa/describe-requirement.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { AccessTokenInfo } from './access-token.js';

export type AccessRefusal =
  | { readonly because: 'insufficient_scope'; readonly scope: string }
  | { readonly because: 'role_required' | 'mfa_required' | 'person_required' | 'not_found' }
  /** A break-glass token stems from no sign-in, so there is none that could be fresh. */
  | { readonly because: 'sign_in_required' }
  /** The sign-in is too long ago, or had no second factor although there is one. */
  | { readonly because: 'stale_sign_in'; readonly needsFactor: boolean };

export type Access = { readonly ok: true } | ({ readonly ok: false } & AccessRefusal);

/** With the account of the administrator, as the token's reading had it. */
export type AdminChangeAccess =
  | { readonly ok: true; readonly account: Account }
  | ({ readonly ok: false } & AccessRefusal);

/**
 * Administration. The scope says what the token may do, the role what its person may do now, and the sign-in behind it whether
 * it is really that person. A break-glass token stands for the machine's owner and needs the scope alone. A client-credentials
 * token may read when its client was granted the scope, because inventories run unattended; it can change nothing.
 */
export function decideAdminAccess(token: AccessTokenInfo, need: 'admin:read' | 'admin', policy: MfaPolicy): Access {
  if (!token.scopes.has('admin') && !(need === 'admin:read' && token.scopes.has('admin:read'))) {
    return { ok: false, because: 'insufficient_scope', scope: need };
  }
  if (token.breakGlass) return { ok: true };
  if (token.accountId === null) {
    return need === 'admin:read' ? { ok: true } : { ok: false, because: 'person_required' };
  }
  if (token.account === null || !isAdmin(token.account)) return { ok: false, because: 'role_required' };
  // Also in the grace period: it lets people in, not into other people's accounts.
  const { required } = describeRequirement(policy)(token.account);
  if (required && !token.mfaVerified) return { ok: false, because: 'mfa_required' };
  return { ok: true };
}

/**
 * A change that an administrator makes. Where there is a second factor, it must have been verified in the last minutes: a token that
 * was stolen or left lying about can read for its time, but changes nothing. A break-glass token has no sign-in to be fresh.
 */
export function decideAdminChange(token: AccessTokenInfo, policy: MfaPolicy): AdminChangeAccess {
  const access = decideAdminAccess(token, 'admin', policy);
  if (!access.ok) return access;
  const { account, authTime, mfaTime, readAt } = token;
  if (account === null || readAt === null) return { ok: false, because: 'person_required' };
  if (token.breakGlass || account.mfaConfiguredAt === null) return { ok: true, account };
  if (authTime !== null && isFresh({ authTime, mfaTime }, { hasFactor: true, now: readAt }))
    return { ok: true, account };
  return { ok: false, because: 'stale_sign_in', needsFactor: true };
}

/**
 * Reading one account: its owner with the scope `account`, else administration. Whoever may see only their own account learns
 * nothing of others, not even whether they exist: `not_found`.
 */
export function decideUserRead(token: AccessTokenInfo, id: string, policy: MfaPolicy): Access {
  const isOwnScope = token.scopes.has('account') && token.accountId !== null;
  if (isOwnScope && token.accountId === id.toLowerCase()) return { ok: true };
  const access = decideAdminAccess(token, 'admin:read', policy);
  if (!access.ok && access.because === 'insufficient_scope' && isOwnScope) return { ok: false, because: 'not_found' };
  return access;
}

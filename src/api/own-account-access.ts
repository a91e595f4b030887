/** Decides what a token may do with its own person's account. Pure. */
import type { Account } from '../accounts/account.js';
import { isFresh } from '../login/freshness.js';
import type { AccessRefusal } from './access.js';
import type { AccessTokenInfo } from './access-token.js';

export type OwnAccountAccess =
  | { readonly ok: true; readonly account: Account }
  | ({ readonly ok: false } & AccessRefusal);

/** Reading: the scope `account` and a person. No second factor is asked for, nothing that is read is a secret. */
export function decideOwnRead({ accountId, account, scopes }: AccessTokenInfo): OwnAccountAccess {
  if (accountId === null || account === null) return { ok: false, because: 'person_required' };
  if (!scopes.has('account')) return { ok: false, because: 'insufficient_scope', scope: 'account' };
  return { ok: true, account };
}

/**
 * Changing one's factors: a sign-in of the last minutes, with the second factor when there is one. So a token that was stolen or
 * left lying about can neither change anything nor try codes and use up its owner's budget.
 */
export function decideFactorChange(token: AccessTokenInfo): OwnAccountAccess {
  const access = decideConfirmation(token);
  if (!access.ok) return access;
  const hasFactor = access.account.mfaConfiguredAt !== null;
  const { authTime, mfaTime, readAt } = token;
  if (authTime !== null && readAt !== null && isFresh({ authTime, mfaTime }, { hasFactor, now: readAt })) return access;
  return { ok: false, because: 'stale_sign_in', needsFactor: hasFactor };
}

/**
 * Confirming an enrolment that a fresh sign-in began. It may take longer than a sign-in stays fresh, and only whoever began it
 * knows the secret; but a token without the second factor stays without a say where there is one.
 */
export function decideConfirmation(token: AccessTokenInfo): OwnAccountAccess {
  const access = decideOwnRead(token);
  if (!access.ok) return access;
  if (token.breakGlass) return { ok: false, because: 'sign_in_required' };
  const lacksFactor = access.account.mfaConfiguredAt !== null && !token.mfaVerified;
  return lacksFactor ? { ok: false, because: 'stale_sign_in', needsFactor: true } : access;
}

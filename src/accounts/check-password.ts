/** Checks a password with the same work for known and unknown accounts. The attempt is counted before: see lockout. */
import type { Account, SignInAccount } from './account.js';
import type { PasswordHasher } from './password-hash.js';
import { passwordIsTooLong } from './password-policy.js';

export type CheckPasswordResult =
  | {
      readonly ok: true;
      readonly account: Account;
      /** A hash under today's parameters, to be stored with replacePasswordHash in place of `passwordHash`. */
      readonly rehash?: { readonly from: string; readonly to: string };
    }
  /** Not distinguished on any page: unknown account, no password set, wrong password. */
  | { readonly ok: false; readonly because: 'wrong_credentials' }
  /** The password is right, but the account may not sign in. */
  | { readonly ok: false; readonly because: 'account_not_active'; readonly account: Account };

/** `found` as the lookup by e-mail gave it. Throws Overloaded. */
export async function checkPassword(
  hasher: PasswordHasher,
  found: SignInAccount | undefined,
  password: string,
): Promise<CheckPasswordResult> {
  const wrong = { ok: false, because: 'wrong_credentials' } as const;
  // No stored password is that long; hashing a shorter one keeps the work the same.
  const typed = passwordIsTooLong(password) ? '' : password;
  const passwordHash = found?.passwordHash ?? null;
  if (found === undefined || passwordHash === null) {
    await hasher.verifyNothing(typed);
    return wrong;
  }
  const matches = await hasher.verify(passwordHash, typed);
  if (!matches || typed !== password) return wrong;
  if (found.account.status !== 'active') return { ok: false, because: 'account_not_active', account: found.account };
  if (!hasher.needsRehash(passwordHash)) return { ok: true, account: found.account };
  return { ok: true, account: found.account, rehash: { from: passwordHash, to: await hasher.hash(password) } };
}

/** Names of roles, as the API takes them. */
import { roleShape } from '../accounts/account-limits.js';
import type { Reading } from '../settings/setting-definition.js';

/** `admin`, `super_admin`, or a name of the operator's own. */
export function roleName(text: string): Reading<string> {
  return roleShape.test(text)
    ? { ok: true, value: text }
    : { ok: false, because: 'must be 1 to 40 small letters, digits, _ and -' };
}

/** Names of roles, as the API takes them. */
import type { Reading } from '../settings/setting-definition.js';

/** `admin`, `super_admin`, or a name of the operator's own. */
export function roleName(text: string): Reading<string> {
  return /^[a-z0-9_-]{1,40}$/.test(text)
    ? { ok: true, value: text }
    : { ok: false, because: 'must be 1 to 40 small letters, digits, _ and -' };
}

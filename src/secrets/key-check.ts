/** Tells at start whether ENCRYPTION_KEYS belong to this database, before anybody's second factor fails to open. */
import { type KeyRing, SealBroken } from './key-ring.js';
import { keyIdOfBox } from './sealed-box.js';

/** Where the constant is kept: the row `key_check` of the table `installation`. */
export const keyCheckPlace = { table: 'installation', column: 'value', row: 'key_check' } as const;
const constant = 'countersign';

/** Whether the keys fit; if not, a sentence for the operator. */
export type KeyCheck = { readonly ok: true } | { readonly ok: false; readonly because: string };

/** A sealed constant, to be kept as the row `key_check` of the table `installation` and made anew when the first key changes. */
export function makeKeyCheck(ring: KeyRing): string {
  return ring.seal(constant, keyCheckPlace);
}

/** `stored` is what `makeKeyCheck` returned for this database once. */
export function verifyKeyCheck(ring: KeyRing, stored: string): KeyCheck {
  try {
    if (ring.open(stored, keyCheckPlace) === constant) return { ok: true };
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
  }
  const keyId = keyIdOfBox(stored);
  const which = keyId === undefined ? '' : ` It was set up with the key "${keyId}".`;
  return { ok: false, because: `ENCRYPTION_KEYS do not open this database.${which} Nothing was changed.` };
}

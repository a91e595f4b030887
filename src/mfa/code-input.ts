/** Reads what a person typed into the one-time-code field: a TOTP or a backup code, however written. Pure, never throws. */
import { backupCodeAlphabet, backupCodeLength } from './backup-codes.js';

export type CodeInput =
  | { readonly kind: 'totp'; readonly digits: string }
  /** In its one canonical form: ten symbols, no dash. */
  | { readonly kind: 'backup_code'; readonly code: string }
  /** What backup codes of other systems look like, in the same form; malformed for an account that has none of them. */
  | { readonly kind: 'imported_code'; readonly code: string }
  | { readonly kind: 'malformed' };

/** Digits of a TOTP. */
const totpDigits = 6;

/** Longest input looked at, in UTF-16 units. A code with all its dashes and spaces is far shorter. */
const longestInput = 64;

/** Spaces, dashes and invisible marks that keyboards, copying and authenticator apps put between the symbols. */
const separators = /[\s\p{Z}\p{Pd}\p{Cf}\u2212._]/gu;

const totpShape = new RegExp(`^[0-9]{${totpDigits}}$`);
const backupCodeShape = new RegExp(`^[${backupCodeAlphabet}]{${backupCodeLength}}$`);
/**
 * Backup codes of other systems, which an import may have brought. At least eight symbols: none is taken for a mistyped TOTP, and
 * one guess finds one of fifty codes of mere digits more seldom than it finds a TOTP.
 */
const importedCodeShape = /^[a-z0-9]{8,64}$/;

/** Full-width digits and any case are fine; letters that look like a digit are read as that digit. */
export function readCode(typed: string): CodeInput {
  if (typed.length > longestInput) return { kind: 'malformed' };
  const text = typed.normalize('NFKC').replace(separators, '').toLowerCase();
  if (totpShape.test(text)) return { kind: 'totp', digits: text };
  const code = text.replaceAll('o', '0').replace(/[il]/g, '1');
  if (backupCodeShape.test(code)) return { kind: 'backup_code', code };
  if (importedCodeShape.test(code)) return { kind: 'imported_code', code };
  return { kind: 'malformed' };
}

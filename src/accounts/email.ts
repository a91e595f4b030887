/** E-mail addresses: what is accepted when an account is made, and the key by which one is looked up. */

export type ParsedEmail =
  | { readonly ok: true; readonly email: string; readonly key: string }
  | { readonly ok: false; readonly because: 'malformed_email' };

/** Longest address in characters (RFC 5321 section 4.5.3.1.3, less the angle brackets). */
const longestEmail = 254;

// One @, something on both sides, no spaces, controls, invisible marks or characters that need quoting (RFC 5322 section 3.2.3).
const local = /^[^\s@<>()[\],;:"\\\p{C}]{1,64}$/u;
// Checked before the key is made, which replaces what the database cannot store.
const unprintable = /[\p{C}\uFFFD]/u;
const domainLabel = /^[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

/** Checks an address before an account is made with it. Never throws. */
export function parseEmail(input: string): ParsedEmail {
  const refused = { ok: false, because: 'malformed_email' } as const;
  if (input.length > 2 * longestEmail) return refused;
  const email = input.trim();
  if (unprintable.test(email)) return refused;
  const key = emailKey(email);
  if (key.length > longestEmail || email.length > longestEmail) return refused;
  const [name, domain, ...rest] = key.split('@');
  if (name === undefined || domain === undefined || rest.length > 0) return refused;
  if (!local.test(name) || name.startsWith('.') || name.endsWith('.') || name.includes('..')) return refused;
  if (!domain.split('.').every((label) => domainLabel.test(label))) return refused;
  return { ok: true, email, key };
}

/**
 * The key of whatever was typed: the same for every way to write one address. Never throws, and always gives text that the
 * database can store, so that nonsense is looked up, and counted, like any unknown address.
 */
export function emailKey(input: string): string {
  const whole = input
    .slice(0, 2 * longestEmail)
    .trim()
    .normalize('NFKC');
  // Lower-casing can undo the normal form (İ), so it is restored afterwards.
  const key = whole
    .toLowerCase()
    .normalize('NFKC')
    .slice(0, 2 * longestEmail);
  const storable = key.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
  // Marked, so that what is too long is not taken for its beginning. No account has this character in its key.
  return input.length > 2 * longestEmail ? `${storable}\uFFFD` : storable;
}

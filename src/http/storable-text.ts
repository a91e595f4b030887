/** Tells whether the database would keep a text as it is. */

/**
 * False for NUL, which PostgreSQL refuses (SQLSTATE 22021), and for lone surrogates, which the drivers silently replace
 * by U+FFFD, so that two different inputs would become one.
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

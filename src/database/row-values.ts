/** How column values become JavaScript values where the two drivers would disagree. */

/** OID of int8 (bigint) in pg_type, the same in every PostgreSQL. */
export const int8Oid = 20;
/** OID of int8[]. */
export const int8ArrayOid = 1016;

/**
 * A bigint column as a number. TOTP steps and audit ids stay far below 2^53; a value beyond it stays a BigInt
 * rather than losing its last digits in silence.
 */
export function parseInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

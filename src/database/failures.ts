/** Sorts the errors of both drivers into the two kinds that callers answer differently. */

/** System errors of a connection. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * SQLSTATEs (PostgreSQL manual, appendix A) that say "not now": class 08 connection, 53 out of resources; 25006 write
 * on a standby, during a failover; 25P03 our transaction idled too long; 55P03 lock not available; 57014 ended by
 * statement_timeout; 57P01 to 57P05 shutting down, crashed, starting up, database dropped, session idle.
 */
const unavailableState = /^(08...|53...|25006|25P03|55P03|57014|57P0[1-5])$/;

/** What pg, Kysely and PGlite say without any code. */
const unavailableMessage =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Postgres connection has been discarded|driver has already been destroyed|PGlite is clos)/;

/**
 * SQLSTATEs of a value no row can hold or match: 22001 too long, 22003 out of range, 22007 and 22008 no such date,
 * 22021 no such character (a NUL), 22P02 not of the type's form (no UUID), 22P05 not in the database's encoding.
 */
const badValueState = /^(22001|22003|22007|22008|22021|22P02|22P05)$/;

/** Whether the database could not be reached or could not answer in time. HTTP answers 503: trying again later may work. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return causes(error).some((cause) => {
    const code = codeOf(cause);
    if (code !== undefined && (networkCodes.has(code) || unavailableState.test(code))) return true;
    // A missing unix socket; without `connect` it would be some other file.
    if (code === 'ENOENT' && 'syscall' in cause && cause.syscall === 'connect') return true;
    return unavailableMessage.test(cause.message);
  });
}

/** Whether the database refused a value for its form. What reached it should have been refused before: HTTP answers 400. */
export function isBadValue(error: unknown): boolean {
  return causes(error).some((cause) => badValueState.test(codeOf(cause) ?? ''));
}

/**
 * Whether a row was to be written for another that had just been removed (SQLSTATE 23503), such as a proof for an account that an
 * administrator deletes at this moment. Nothing was written. HTTP answers 409: another look finds it gone.
 */
export function isRemovedMeanwhile(error: unknown): boolean {
  return causes(error).some((cause) => codeOf(cause) === '23503');
}

/** An error, what caused it, and the parts of an AggregateError: Node gives one when every address refused. */
function causes(error: unknown): Error[] {
  if (!(error instanceof Error)) return [];
  const parts = error instanceof AggregateError ? error.errors : [];
  return [error, ...[error.cause, ...parts].flatMap(causes)];
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

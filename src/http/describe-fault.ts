/** What the log says of an error. Pure. */

/** Not the whole error: those of PostgreSQL carry rows in `detail` and `where`, and a row is nobody's business in a log. */
export function describeFault(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    message: error.message,
    code: 'code' in error ? error.code : undefined,
    stack: error.stack,
  };
}

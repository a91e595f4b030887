/** The place in a list of resource servers where the next page begins: the identifier of the last one. */
import { readCursor, writeCursor } from '../http/cursor.js';
import { identifierProblem } from '../oidc/resource.js';

/** See writeCursor. */
export function formatResourceCursor(identifier: string): string {
  return writeCursor(identifier);
}

/** Undefined for text that `formatResourceCursor` did not make. */
export function parseResourceCursor(cursor: string): string | undefined {
  const identifier = readCursor(cursor);
  return identifier === undefined || identifierProblem(identifier) !== undefined ? undefined : identifier;
}

/** The place in a list of accounts where the next page begins. */
import { isUuid } from '../database/uuid.js';
import { readCursor, writeCursor } from '../http/cursor.js';

/** The last account of a page, by the order of the list. */
export interface UserPosition {
  /** Microseconds since 1970 as decimal text: a Date would lose three digits, and with them accounts of the same millisecond. */
  readonly createdMicroseconds: string;
  readonly id: string;
}

/** See writeCursor. */
export function formatCursor({ createdMicroseconds, id }: UserPosition): string {
  return writeCursor(`${createdMicroseconds}.${id}`);
}

/** Undefined for text that `formatCursor` did not make. */
export function parseCursor(cursor: string): UserPosition | undefined {
  const [createdMicroseconds = '', id = ''] = readCursor(cursor)?.split('.') ?? [];
  return /^-?\d{1,17}$/.test(createdMicroseconds) && isUuid(id) ? { createdMicroseconds, id } : undefined;
}

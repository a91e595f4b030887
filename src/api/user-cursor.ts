/** The place in a list where the next page begins, as text that clients hand back unread. */
import { createHash } from 'node:crypto';
import { isUuid } from '../database/uuid.js';

/** The last account of a page, by the order of the list. */
export interface UserPosition {
  /** Microseconds since 1970 as decimal text: a Date would lose three digits, and with them accounts of the same millisecond. */
  readonly createdMicroseconds: string;
  readonly id: string;
}

/** Opaque. The checksum finds damage and guessing at the format; there is nothing to protect, a cursor grants nothing. */
export function formatCursor({ createdMicroseconds, id }: UserPosition): string {
  const position = `${createdMicroseconds}.${id}`;
  return Buffer.from(`${position}.${checksum(position)}`).toString('base64url');
}

/** Undefined for text that `formatCursor` did not make. */
export function parseCursor(cursor: string): UserPosition | undefined {
  const [createdMicroseconds = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('.');
  if (!/^-?\d{1,17}$/.test(createdMicroseconds) || !isUuid(id)) return undefined;
  const position = { createdMicroseconds, id };
  // Made again and compared whole: base64url has several spellings of the same bytes.
  return formatCursor(position) === cursor ? position : undefined;
}

function checksum(position: string): string {
  return createHash('sha256').update(position).digest('base64url').slice(0, 8);
}

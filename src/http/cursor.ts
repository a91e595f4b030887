/** Text that clients hand back unread, to say where the next page of a list begins. */
import { createHash } from 'node:crypto';
import { Problem } from './problem.js';

/** Opaque. The checksum finds damage and guessing at the format; there is nothing to protect, a cursor grants nothing. */
export function writeCursor(position: string): string {
  return Buffer.from(`${position}.${checksum(position)}`).toString('base64url');
}

/** Undefined for text that `writeCursor` did not make. */
export function readCursor(cursor: string): string | undefined {
  const position = Buffer.from(cursor, 'base64url').toString().split('.').slice(0, -1).join('.');
  // Made again and compared whole: base64url has several spellings of the same bytes.
  return writeCursor(position) === cursor ? position : undefined;
}

/** What every list answers to a cursor that it did not give. */
export function invalidCursor(): Problem {
  const sentence = 'The cursor is damaged. Take next_cursor as it was given, or begin without it.';
  return new Problem(400, 'invalid_cursor', sentence, { members: { parameter: 'cursor' } });
}

function checksum(position: string): string {
  return createHash('sha256').update(position).digest('base64url').slice(0, 8);
}

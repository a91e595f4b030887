/** The place in a list of relying parties where the next page begins. */
import { readCursor, writeCursor } from '../http/cursor.js';
import { isClientId } from '../oidc/client.js';
import type { ClientPosition } from '../oidc/client-list-store.js';

/** See writeCursor. */
export function formatClientCursor({ createdMicroseconds, id }: ClientPosition): string {
  return writeCursor(`${createdMicroseconds}.${id}`);
}

/** Undefined for text that `formatClientCursor` did not make. A client's id may have dots in it. */
export function parseClientCursor(cursor: string): ClientPosition | undefined {
  const [, createdMicroseconds = '', id = ''] = /^(\d{1,17})\.(.*)$/s.exec(readCursor(cursor) ?? '') ?? [];
  return isClientId(id) ? { createdMicroseconds, id } : undefined;
}

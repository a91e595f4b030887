/** Recognises ids that the database can compare: anything else would be SQLSTATE 22P02, an error instead of a "no". */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text is a UUID in its usual form (RFC 9562 section 4). */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

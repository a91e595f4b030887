/** Finds accounts by what people call them, many in one statement. */
import { sql } from 'kysely';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { emailKey } from './email.js';

export interface NamedAccounts {
  /** Each once, in the order in which they were named. */
  readonly ids: readonly string[];
  /** What names no account, as it was given. */
  readonly unknown: readonly string[];
}

/** One statement, however many: by e-mail address, or by id. */
export async function findAccountIds(connection: Connection, named: readonly string[]): Promise<NamedAccounts> {
  const ids = named.filter(isUuid);
  const keys = named.filter((one) => !isUuid(one)).map(emailKey);
  const { rows } = await sql<{ id: string; email_key: string }>`
    SELECT id, email_key FROM account WHERE id = ANY (${ids}::uuid[]) OR email_key = ANY (${keys}::text[])`.execute(
    connection,
  );
  const found = new Map(rows.flatMap(({ id, email_key: key }) => [[id, id] as const, [key, id] as const]));
  const idOf = (one: string) => found.get(isUuid(one) ? one.toLowerCase() : emailKey(one));
  return {
    ids: [...new Set(named.flatMap((one) => idOf(one) ?? []))],
    unknown: named.filter((one) => idOf(one) === undefined),
  };
}

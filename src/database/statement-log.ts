/** Tells a listener of every statement Kysely ran, failed ones too. */
import type { Logger } from 'kysely';

/** A Kysely logger that passes on the SQL text alone: parameters are people's data. */
export function statementLog(onStatement: (sql: string) => void): Logger {
  return (event) => onStatement(event.query.sql);
}

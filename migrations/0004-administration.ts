/** What administrators need to look after accounts: apps handed over to people, and their own acts found in the log. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  // An administrator was given the key: the person confirms it with the app's first code, and is not shown the key.
  'ALTER TABLE totp_enrolment ADD COLUMN handed_over boolean NOT NULL DEFAULT false',
  'CREATE INDEX audit_event_actor ON audit_event (actor_id, id) WHERE actor_id IS NOT NULL',
];

const statementsDown = [
  'DROP INDEX audit_event_actor',
  // Without the column a program could confirm them as its own.
  'DELETE FROM totp_enrolment WHERE handed_over',
  'ALTER TABLE totp_enrolment DROP COLUMN handed_over',
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}

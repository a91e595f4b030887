/** What changing a client's secret without an interruption needs: the former secret, and until when it opens too. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  `ALTER TABLE client ADD COLUMN previous_secret_hash text, ADD COLUMN previous_secret_expires_at timestamptz,
    ADD CONSTRAINT client_previous_secret_ends CHECK ((previous_secret_hash IS NULL) = (previous_secret_expires_at IS NULL))`,
];

const statementsDown = ['ALTER TABLE client DROP COLUMN previous_secret_hash, DROP COLUMN previous_secret_expires_at'];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}

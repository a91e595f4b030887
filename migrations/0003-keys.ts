/** What changing keys under way needs: when a signing key begins to sign, and which encryption keys each running server has. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  // Now, for a server of an earlier version that makes its first keys on this schema: those sign at once.
  'ALTER TABLE signing_key ADD COLUMN signs_from timestamptz NOT NULL DEFAULT now()',
  'UPDATE signing_key SET signs_from = created_at',
  `CREATE TABLE node (
    id uuid PRIMARY KEY,
    encryption_key_ids text[] NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT now()
  )`,
];

const statementsDown = ['DROP TABLE node', 'ALTER TABLE signing_key DROP COLUMN signs_from'];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}

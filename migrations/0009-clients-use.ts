/** When clients were last used; lists of clients and resources in order; resources with an id for addresses and a lifetime of their own. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  // Not in any index: it changes beside every hour's traffic, and such a change then touches the row alone.
  'ALTER TABLE client ADD COLUMN last_used_at timestamptz',
  'CREATE INDEX client_order ON client (created_at, id)',
  'CREATE INDEX client_order_mfa ON client (created_at, id) WHERE require_mfa',
  `CREATE INDEX client_order_public ON client (created_at, id) WHERE metadata->>'token_endpoint_auth_method' = 'none'`,
  `CREATE INDEX client_name ON client (lower(metadata->>'client_name') COLLATE "C")`,
  `ALTER TABLE resource ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    ADD COLUMN access_token_ttl integer CHECK (access_token_ttl > 0),
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now()`,
  'CREATE INDEX resource_order ON resource (identifier COLLATE "C")',
];

const statementsDown = [
  'DROP INDEX resource_order, client_name, client_order_public, client_order_mfa, client_order',
  'ALTER TABLE resource DROP COLUMN id, DROP COLUMN access_token_ttl, DROP COLUMN updated_at',
  'ALTER TABLE client DROP COLUMN last_used_at',
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}

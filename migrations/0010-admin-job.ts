/** What administrators do to many accounts at once: worked off in the background, a batch at a time, by whichever node looks. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  `CREATE TABLE admin_job (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('extend_grace', 'remind')),
    actor_id uuid NOT NULL,
    -- As the actor's account was: whatever ends its sessions ends the job.
    actor_generation integer NOT NULL,
    origin jsonb NOT NULL,
    search jsonb NOT NULL,
    input jsonb NOT NULL,
    total integer NOT NULL,
    -- The last account looked at, by id.
    position uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    seen integer NOT NULL DEFAULT 0,
    changed integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    worked_at timestamptz,
    finished_at timestamptz,
    stopped_because text CHECK (stopped_because IN ('actor_ended')),
    CHECK (stopped_because IS NULL OR finished_at IS NOT NULL)
  )`,
  'CREATE INDEX admin_job_open ON admin_job (created_at) WHERE finished_at IS NULL',
  'CREATE INDEX admin_job_created ON admin_job (created_at)',
];

const statementsDown = ['DROP TABLE admin_job'];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}

/** The audit log proves that it is whole: each event is sealed into a chain. And it leaves for other systems; its lists are read by time. */
import { type Kysely, sql } from 'kysely';

const statementsUp = [
  // Made by the process that wrote the event: whoever has the database alone cannot make one. Begins with the time, so that the
  // index grows at one end.
  'ALTER TABLE audit_event ADD COLUMN mark text',
  'CREATE UNIQUE INDEX audit_event_mark ON audit_event (mark) WHERE mark IS NOT NULL',
  `CREATE TABLE audit_chain (
    sequence bigint PRIMARY KEY,
    event_id bigint NOT NULL UNIQUE,
    event_at timestamptz NOT NULL,
    origin text NOT NULL CHECK (origin IN ('marked', 'adopted', 'unmarked')),
    checkpoints integer NOT NULL,
    digest text NOT NULL,
    hash text NOT NULL
  )`,
  `CREATE TABLE audit_checkpoint (
    number integer PRIMARY KEY,
    sequence bigint NOT NULL,
    hash text NOT NULL,
    at timestamptz NOT NULL,
    signature text NOT NULL
  )`,
  `CREATE TABLE audit_shipment (
    destination text PRIMARY KEY,
    sequence bigint NOT NULL,
    checkpoint integer NOT NULL,
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    problem text
  )`,
  // The lists are ordered by time, so that a filter and a span of time are one walk along one index.
  'DROP INDEX audit_event_type',
  'DROP INDEX audit_event_at',
  'DROP INDEX audit_event_actor',
  'CREATE INDEX audit_event_at ON audit_event (at, id)',
  'CREATE INDEX audit_event_type ON audit_event (type, at, id)',
  'CREATE INDEX audit_event_subject_at ON audit_event (subject_id, at, id) WHERE subject_id IS NOT NULL',
  'CREATE INDEX audit_event_actor ON audit_event (actor_id, at, id) WHERE actor_id IS NOT NULL',
  'CREATE INDEX audit_event_client ON audit_event (client_id, at, id) WHERE client_id IS NOT NULL',
  "CREATE INDEX audit_event_failure ON audit_event (at, id) WHERE outcome = 'failure'",
];

const statementsDown = [
  'DROP INDEX audit_event_failure',
  'DROP INDEX audit_event_client',
  'DROP INDEX audit_event_actor',
  'DROP INDEX audit_event_subject_at',
  'DROP INDEX audit_event_type',
  'DROP INDEX audit_event_at',
  'CREATE INDEX audit_event_type ON audit_event (type, id)',
  'CREATE INDEX audit_event_at ON audit_event (at)',
  'CREATE INDEX audit_event_actor ON audit_event (actor_id, id) WHERE actor_id IS NOT NULL',
  'DROP TABLE audit_shipment',
  'DROP TABLE audit_checkpoint',
  'DROP TABLE audit_chain',
  'DROP INDEX audit_event_mark',
  'ALTER TABLE audit_event DROP COLUMN mark',
  "DELETE FROM installation WHERE key = 'audit_chain'",
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsUp) await sql.raw(statement).execute(database);
}

export async function down(database: Kysely<unknown>): Promise<void> {
  for (const statement of statementsDown) await sql.raw(statement).execute(database);
}

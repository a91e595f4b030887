/** A hundred thousand accounts in one statement, some of them rare. */
import pg from 'pg';
import type { TestDatabase } from './test-database.js';

export const manyAccounts = 100_000;

/** Ids of a group with nine in ten accounts, and of one with five. */
export const everybody = '11111111-1111-4111-8111-111111111111';
export const board = '22222222-2222-4222-8222-222222222222';

/**
 * Three in five have a second factor; one in a hundred is pending; every role but `staff` is rare. `Zoë Rarity` is one person, and the
 * disabled and the locked are among the last. On PostgreSQL.
 */
export async function fillAccounts({ url }: Pick<TestDatabase, 'url'>): Promise<void> {
  // A connection of its own: that of the program ends a statement after some seconds.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const statements = [
  `INSERT INTO account (email, email_key, name, roles, status, created_at, last_sign_in_at, mfa_configured_at, grace_ended_at)
    SELECT 'person' || n || '@example.org', 'person' || n || '@example.org',
      CASE WHEN n = 99000 THEN 'Zoë Rarity' ELSE 'Person Number' || n END,
      CASE WHEN n % 20000 = 7 THEN '{admin}' WHEN n % 1000 = 8 THEN '{auditor,staff}' WHEN n % 2 = 0 THEN '{staff}'
        ELSE '{}' END::text[],
      CASE WHEN n > 99990 THEN 'disabled' WHEN n % 100 = 99 THEN 'pending' ELSE 'active' END,
      timestamptz '2025-01-01' + n * interval '5 minutes',
      CASE WHEN n % 3 > 0 THEN timestamptz '2026-01-01' + (n * 7919::bigint % 100000) * interval '3 minutes' END,
      CASE WHEN n % 5 < 3 THEN timestamptz '2026-02-01' END, CASE WHEN n % 5 < 3 THEN timestamptz '2026-02-01' END
    FROM generate_series(1, ${manyAccounts}) AS n`,
  `INSERT INTO totp_credential (account_id, name, seed_sealed, last_used_at)
    SELECT id, 'Phone', 'sealed-seed', last_sign_in_at FROM account WHERE mfa_configured_at IS NOT NULL`,
  `INSERT INTO backup_code (account_id, code_hash)
    SELECT a.id, n FROM account a, generate_series(1, 2) AS n WHERE a.mfa_configured_at IS NOT NULL`,
  `INSERT INTO password_failure (account_key, source_key, failures, locked_until, account_id)
    SELECT id, 'somewhere', 5, CASE WHEN email_key LIKE 'person9999%' THEN now() + interval '20 minutes' END, id
    FROM account WHERE email_key LIKE 'person99%'`,
  `INSERT INTO factor_budget (account_id, kind, failed_at)
    SELECT id, 'totp', array_fill(now(), ARRAY[CASE WHEN email_key LIKE 'person8888%' THEN 10 ELSE 2 END])
    FROM account WHERE email_key LIKE 'person88%'`,
  `INSERT INTO account_group (id, name) VALUES ('${everybody}', 'Everybody'), ('${board}', 'Board')`,
  `INSERT INTO account_group_member (group_id, account_id) SELECT g.id, a.id FROM account_group g, account a
    WHERE g.name = 'Everybody' AND a.email_key NOT LIKE 'person5%' OR g.name = 'Board' AND 'admin' = ANY (a.roles)`,
  'VACUUM ANALYZE',
];

/** What the demo does to its database that no server would: it turns back time for Dave, and reads keys like a phone. */
import { sql } from 'kysely';
import { emailKey } from '../../src/accounts/email.js';
import type { Fragment } from '../../src/database/fragment.js';
import type { Database } from '../../src/database/schema.js';

/**
 * One statement. Turning `created_at` back would not do: no grace period begins before the installation first required a
 * second factor, which in a fresh demo is now. So Dave had a factor once, lost it, and got an extension that is over.
 */
export async function endGraceYesterday(database: Database, accountId: string): Promise<void> {
  await sql`UPDATE account SET
      created_at = now() - interval '60 days',
      role_gained_at = now() - interval '60 days',
      grace_ended_at = now() - interval '30 days',
      grace_extended_until = now() - interval '1 day'
    WHERE id = ${accountId}::uuid`.execute(database);
}

/** For an enrolment that belongs to no sign-in: there is nothing to take. */
export function claimWithoutSignIn(held: Fragment): Fragment {
  return sql`SELECT 1 FROM ${held}`;
}

/** The key of an authenticator app, as the database keeps it. */
export interface SealedDemoKey {
  readonly email: string;
  /** Id of the factor that it is, or will be. */
  readonly id: string;
  readonly seedSealed: string;
  /** Newest 30-second step whose code was accepted; 0 while it is being set up. */
  readonly lastAcceptedStep: number;
  /** On a page at this moment, not confirmed yet. */
  readonly isPending: boolean;
}

/** One statement: all keys of these accounts, and for each the one that was last put on an enrolment page and not confirmed yet. */
export async function sealedDemoKeys(database: Database, emails: readonly string[]): Promise<readonly SealedDemoKey[]> {
  const keys = emails.map(emailKey);
  const { rows } = await sql<SealedDemoKey>`
    SELECT a.email, c.id, c.seed_sealed AS "seedSealed", c.last_accepted_step AS "lastAcceptedStep",
      false AS "isPending", c.created_at AS since
    FROM totp_credential c JOIN account a ON a.id = c.account_id WHERE a.email_key = ANY (${keys}::text[])
    UNION ALL
    SELECT p.email, p.enrolment_id, p.enrolment_seed_sealed, 0, true, p.enrolment_started_at FROM (
      SELECT DISTINCT ON (a.id) a.email, l.enrolment_id, l.enrolment_seed_sealed, l.enrolment_started_at
      FROM login_attempt l JOIN account a ON a.id = l.account_id
      WHERE a.email_key = ANY (${keys}::text[]) AND l.enrolment_id IS NOT NULL AND l.expires_at > now()
      ORDER BY a.id, l.enrolment_started_at DESC
    ) p
    ORDER BY since, id`.execute(database);
  return rows;
}

/** TOTP credentials in the database: reading them, and accepting a step once. */
import { sql } from 'kysely';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { type CommitProofResult, commitProof, type Proof } from './proof-store.js';

/** A credential as it is kept; the seed is sealed for { table: 'totp_credential', column: 'seed_sealed', row: id }. */
export interface StoredTotp {
  readonly id: string;
  readonly seedSealed: string;
  /** Newest 30-second step whose code was accepted. */
  readonly lastAcceptedStep: number;
}

/** A scalar subquery: all credentials of the account as JSON (StoredTotp[]), oldest first. */
export function totpCredentials(accountId: string): Fragment {
  return sql`SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', c.id, 'seedSealed', c.seed_sealed, 'lastAcceptedStep', c.last_accepted_step
    ) ORDER BY c.created_at, c.id), '[]')
    FROM totp_credential c WHERE c.account_id = ${accountId}::uuid`;
}

/**
 * ONE statement. The step must be newer than the last one accepted; from then on no credential of the account accepts an older
 * step, so that a code seen earlier on another phone is dead as well.
 */
export async function acceptStep(
  connection: Connection,
  { credentialId, step, ...proof }: Omit<Proof, 'consume' | 'alongside'> & { credentialId: string; step: number },
): Promise<CommitProofResult> {
  return commitProof(connection, {
    ...proof,
    consume: (held) => sql`UPDATE totp_credential c SET last_accepted_step = ${step}::bigint, last_used_at = now()
      FROM ${held} h WHERE c.account_id = h.id AND c.id = ${credentialId}::uuid AND c.last_accepted_step < ${step}::bigint
      RETURNING c.account_id, c.id`,
    alongside: {
      outdated: (accepted) => sql`UPDATE totp_credential c SET last_accepted_step = ${step - 1}::bigint
        FROM ${accepted} a WHERE c.account_id = a.account_id AND c.id <> a.id AND c.last_accepted_step < ${step - 1}::bigint
        RETURNING 1`,
    },
  });
}

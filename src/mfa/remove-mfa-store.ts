/** Takes second factors away: one, or all with codes and budgets. Grace does not come back, and older sessions end. */
import { sql } from 'kysely';
import type { Account } from '../accounts/account.js';
import { endingParts, type Kept, keepingParts } from '../accounts/generation-store.js';
import { holdAccount } from '../accounts/hold-account-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';

export interface RemoveMfa {
  readonly accountId: string;
  /** A reset: enrolment is demanded at the next sign-in, whatever the policy says, and also of an account that has no factor now. */
  readonly demandEnrolment: boolean;
  readonly kept?: Kept;
  readonly events: readonly AuditEvent[];
}

export type RemoveMfaResult =
  | { readonly ok: true; readonly generation: number }
  | { readonly ok: false; readonly because: 'account_not_found' | 'mfa_not_enabled' };

/** One statement behind the account's lock, in a transaction (the caller's, when it is in one). */
export async function removeMfa(connection: Connection, removal: RemoveMfa): Promise<RemoveMfaResult> {
  const { accountId, demandEnrolment, kept, events } = removal;
  return holdAccount(connection, accountId, async (transaction, account) => {
    if (account === undefined) return { ok: false, because: 'account_not_found' };
    if (account.mfaConfiguredAt === null && !demandEnrolment) return { ok: false, because: 'mfa_not_enabled' };
    return { ok: true, generation: await removeAll(transaction, { accountId, demandEnrolment, kept, events }) };
  });
}

export type RemoveFactorResult =
  /** `wasLast`: with it went the codes, and the account has no second factor any more. */
  | { readonly ok: true; readonly wasLast: boolean; readonly generation: number }
  /** `last_factor`: it is the only one, and `permitsLast` says that it must stay. */
  | { readonly ok: false; readonly because: 'factor_not_found' | 'last_factor' };

export interface RemoveTotpCredential {
  readonly accountId: string;
  readonly credentialId: string;
  readonly kept?: Kept;
  /** Asked with the locked account when no other factor remains, so that two removals at once cannot both leave it to the other. */
  readonly permitsLast?: (account: Account) => boolean;
  readonly events: (removed: RemovedFactor) => readonly AuditEvent[];
}

/** What the events of a removal tell. */
export interface RemovedFactor {
  /** What the person called it: afterwards nobody can look it up. */
  readonly name: string;
  /** Whether the account has no second factor any more. */
  readonly wasLast: boolean;
}

/** Removes one authenticator app; the last one takes the codes with it. At most three statements in a transaction. */
export async function removeTotpCredential(
  connection: Connection,
  { accountId, credentialId, kept, permitsLast, events }: RemoveTotpCredential,
): Promise<RemoveFactorResult> {
  return holdAccount(connection, accountId, async (transaction, account) => {
    const { rows } = await sql<{ name: string; others: number }>`
      SELECT c.name, (SELECT count(*)::int FROM totp_credential o WHERE o.account_id = c.account_id AND o.id <> c.id) AS others
      FROM totp_credential c WHERE c.id = ${credentialId}::uuid AND c.account_id = ${accountId}::uuid`.execute(
      transaction,
    );
    const [found] = rows;
    if (account === undefined || found === undefined) return { ok: false, because: 'factor_not_found' };
    const { name, others } = found;
    if (others === 0) {
      if (permitsLast?.(account) === false) return { ok: false, because: 'last_factor' };
      const all = { accountId, demandEnrolment: false, kept, events: events({ name, wasLast: true }) };
      return { ok: true, wasLast: true, generation: await removeAll(transaction, all) };
    }
    const removed = sql`DELETE FROM totp_credential WHERE id = ${credentialId}::uuid AND account_id = ${accountId}::uuid RETURNING 1`;
    const only = { accountId, kept, events: events({ name, wasLast: false }), set: sql``, alongside: { removed } };
    return { ok: true, wasLast: false, generation: await raiseWith(transaction, only) };
  });
}

type Removal = Omit<RemoveMfa, 'kept'> & { readonly kept: Kept | undefined };

async function removeAll(transaction: Connection, removal: Removal): Promise<number> {
  const { accountId, kept, events, demandEnrolment } = removal;
  return raiseWith(transaction, {
    accountId,
    kept,
    events,
    // An extension of grace ends too: what an administrator gave before the reset must not outlive it.
    set: sql`mfa_configured_at = NULL, grace_ended_at = now(), grace_extended_until = NULL,
      enrolment_demanded_at = CASE WHEN ${demandEnrolment}::boolean THEN now() ELSE enrolment_demanded_at END,`,
    alongside: {
      dropped_credentials: sql`DELETE FROM totp_credential WHERE account_id = ${accountId}::uuid RETURNING 1`,
      dropped_codes: sql`DELETE FROM backup_code WHERE account_id = ${accountId}::uuid RETURNING 1`,
      // After the sign-ins in progress: see endingParts on the order of locks.
      dropped_budgets: sql`DELETE FROM factor_budget WHERE account_id = ${accountId}::uuid
        AND (SELECT count(*) FROM ended_attempts) >= 0 RETURNING 1`,
    },
  });
}

interface Raise {
  readonly accountId: string;
  readonly kept: Kept | undefined;
  readonly events: readonly AuditEvent[];
  /** Further assignments, each followed by a comma. */
  readonly set: Fragment;
  readonly alongside?: Readonly<Record<string, Fragment>>;
}

async function raiseWith(
  transaction: Connection,
  { accountId, kept, events, set, alongside = {} }: Raise,
): Promise<number> {
  const raised = sql.ref('raised');
  const parts = namedParts({
    raised: sql`UPDATE account SET ${set} generation = generation + 1, updated_at = now()
      WHERE id = ${accountId}::uuid RETURNING id, generation`,
    ...endingParts(raised, kept),
    ...keepingParts(raised, kept),
    ...alongside,
    audited: auditInsert(events, raised),
  });
  const { rows } = await sql<{ generation: number }>`WITH ${parts} SELECT generation FROM raised`.execute(transaction);
  const row = rows[0];
  if (row === undefined) throw new Error('A locked account was not there when its generation was raised.');
  return row.generation;
}

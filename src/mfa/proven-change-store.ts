/** Changes of one's own second factors that ask for a code first: the code is spent and the change is made, or neither. */
import { sql } from 'kysely';
import type { Account } from '../accounts/account.js';
import { holdAccount } from '../accounts/hold-account-store.js';
import type { Connection } from '../database/schema.js';
import type { Factors } from './factors.js';
import type { MfaState } from './mfa-state.js';
import { readMfaState } from './mfa-state-store.js';
import type { RefusedCode, VerifyRequest } from './second-factor.js';

export interface ProvenChange<Forbidden, Changed extends object> {
  readonly factors: Pick<Factors, 'verifyCode'>;
  /** The code, and whose it is. */
  readonly proof: VerifyRequest;
  /** The account's generation when the request was permitted: what was read of it before may not hold any more. */
  readonly generation: number;
  /** Why this account may not be changed so, or null. Asked behind the account's lock and before the code is looked at. */
  forbids(account: Account, state: MfaState): Forbidden | null;
  /** Makes the change; all of it in the transaction. A refusal here, which `forbids` should have foreseen, undoes everything. */
  change(transaction: Connection): Promise<Changed>;
}

export type ProvenChangeResult<Forbidden, Changed> =
  | { readonly ok: true; readonly changed: Changed }
  /** Gone, or changed by somebody else since the request was permitted. Nothing was spent or counted. */
  | { readonly ok: false; readonly because: 'account_changed' }
  /** Nothing was spent or counted. */
  | { readonly ok: false; readonly because: 'forbidden'; readonly reason: Forbidden }
  /** Counted like every wrong code. */
  | { readonly ok: false; readonly because: 'code_refused'; readonly refusal: RefusedCode };

/**
 * One transaction. A refused code is counted when it commits; a crash before that leaves the code unspent and the factors as
 * they were. Of two changes at the same moment the second finds the account changed, or what the first left behind.
 */
export async function changeWithProof<Forbidden, Changed extends object>(
  connection: Connection,
  { factors, proof, generation, forbids, change }: ProvenChange<Forbidden, Changed>,
): Promise<ProvenChangeResult<Forbidden, Changed>> {
  const { accountId } = proof;
  return holdAccount(connection, accountId, async (transaction, account) => {
    if (account === undefined || account.generation !== generation) return { ok: false, because: 'account_changed' };
    await holdSignIns(transaction, accountId);
    const reason = forbids(account, await readMfaState(transaction, accountId));
    if (reason !== null) return { ok: false, because: 'forbidden', reason };
    const verified = await factors.verifyCode(transaction, proof);
    if (!verified.ok) return { ok: false, because: 'code_refused', refusal: verified };
    const changed = await change(transaction);
    if ('ok' in changed && changed.ok !== true) throw new Error('A change was refused after its code was spent.');
    return { ok: true, changed };
  });
}

/**
 * The verification locks the budget, and the change then ends sign-ins in progress: those are locked first, as in every statement
 * that takes both. Without it a code typed into one of them at this moment would wait for us, and we for it.
 */
async function holdSignIns(transaction: Connection, accountId: string): Promise<void> {
  await sql`SELECT 1 FROM login_attempt WHERE account_id = ${accountId}::uuid ORDER BY id FOR UPDATE`.execute(
    transaction,
  );
}

/** The sign-in behind an interaction, and the consent that may end it: read along with the interaction itself. */
import type { Connection } from '../database/schema.js';
import { readSignIn, type SignInReading } from '../login/sign-in-store.js';
import type { RememberedConsent } from './consent.js';
import { findConsent } from './consent-store.js';
import { currentScope } from './current-scope.js';
import type { RecordReading } from './record-lookup-store.js';
import type { RequestScope } from './record-scope.js';

/** Leaves in the scope what the reading of an interaction brought along. */
export function offerSignIn(scope: RequestScope, reading: RecordReading): void {
  const { record, account, attempt, consent, backupCodesRemaining, readAt } = reading;
  const signIn: SignInReading = {
    attempt: attempt ?? null,
    account: account?.account ?? null,
    backupCodesRemaining,
    now: readAt,
  };
  void scope.once(signInName(record.id), async () => signIn);
  if (account === undefined || record.clientId === null) return;
  void scope.once(consentName(account.account.id, record.clientId), async () => consent);
}

/** No statement when the interaction was read in this request; else one. See readSignIn. */
export async function signInOfRequest(
  connection: Connection,
  attemptId: string,
  stepUpAccountId: string | null,
): Promise<SignInReading> {
  const read = () => readSignIn(connection, attemptId, stepUpAccountId);
  return currentScope()?.once(signInName(attemptId), read) ?? read();
}

/** No statement when it came along with an interaction of this account and client; else one. */
export async function consentOfRequest(
  connection: Connection,
  accountId: string,
  clientId: string,
): Promise<RememberedConsent | undefined> {
  const read = () => findConsent(connection, accountId, clientId);
  return currentScope()?.once(consentName(accountId, clientId), read) ?? read();
}

function signInName(attemptId: string): string {
  return `sign-in ${attemptId}`;
}

function consentName(accountId: string, clientId: string): string {
  return `consent ${accountId} ${clientId}`;
}

/** Reads a protocol record together with everything its request is going to ask for next, in one statement. */
import { sql } from 'kysely';
import type { AccountReading } from '../accounts/account.js';
import { type AccountRow, accountColumns, toAccount } from '../accounts/account-store.js';
import type { Fragment } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import type { LoginAttempt } from '../login/login-attempt.js';
import { type AttemptRow, attemptColumns, toAttempt } from '../login/sign-in-store.js';
import { unusedBackupCodes } from '../mfa/backup-code-store.js';
import type { Client } from './client.js';
import { type ClientRow, clientColumns, toClient } from './client-store.js';
import type { RememberedConsent } from './consent.js';
import { type Granted, toConsent } from './consent-store.js';
import { type StoredRecord, signInModels } from './record-row.js';

/** How one row is found. An id may be looked for among several models at once: a token's kind is not written on it. */
export type RecordAddress =
  | { readonly by: 'id'; readonly models: readonly string[]; readonly value: string }
  | { readonly by: 'uid'; readonly models: readonly string[]; readonly value: string }
  /** Under every encryption key, so that a rotation does not lose a code. */
  | { readonly by: 'user_code'; readonly models: readonly string[]; readonly values: readonly string[] };

/** A row that is still sealed. */
export type SealedRecord = Omit<StoredRecord, 'payload'> & { readonly payloadSealed: string };

export interface RecordReading {
  readonly record: SealedRecord;
  /** The grant that the record names, when it is there. */
  readonly grant: SealedRecord | undefined;
  /** The session that the record names, when it is there. */
  readonly session: SealedRecord | undefined;
  /** Account of the record, or else of its sign-in, grant or session. */
  readonly account: AccountReading | undefined;
  /** The sign-in of an interaction, when it has begun. */
  readonly attempt: LoginAttempt | undefined;
  /** What the account once allowed the client of an interaction. */
  readonly consent: RememberedConsent | undefined;
  /** Unused backup codes of the account, for an interaction; else 0. */
  readonly backupCodesRemaining: number;
  /** The database's time of the reading. */
  readonly readAt: Date;
  /** Client of the record, or for a session the one that the request is about. */
  readonly client: Client | undefined;
}

const columnNames = [
  'model',
  'id',
  'payload_sealed',
  'account_id',
  'generation',
  'client_id',
  'grant_id',
  'session_uid',
  'uid',
  'user_code',
] as const;

/**
 * One statement. Undefined when there is no such row or it has expired by the database's clock; the rows that it names
 * are undefined likewise. The generations are not compared here.
 */
export async function readRecord(
  connection: Connection,
  address: RecordAddress,
  expectedClientId: string | undefined,
): Promise<RecordReading | undefined> {
  const { rows } = await sql<Record<string, unknown>>`
    SELECT ${recordColumns('r')}, ${recordColumns('g')}, ${recordColumns('s')}, ${accountColumns('a')},
      ${clientColumns('c')}, ${attemptColumns}, k.granted AS consent_granted, now() AS read_at,
      CASE WHEN r.model = 'Interaction' THEN (${unusedBackupCodes(sql.ref('a.id'))}) ELSE 0 END AS backup_codes_remaining
    FROM oidc_record r
    LEFT JOIN oidc_record g ON g.model = 'Grant' AND g.id = r.grant_id AND (g.expires_at IS NULL OR g.expires_at > now())
    LEFT JOIN oidc_record s ON s.model = 'Session' AND s.uid = r.session_uid
      AND (s.expires_at IS NULL OR s.expires_at > now())
    LEFT JOIN login_attempt l ON r.model = ANY (${[...signInModels]}::text[]) AND l.id = r.id AND l.expires_at > now()
    LEFT JOIN account a ON a.id = coalesce(r.account_id, l.account_id, g.account_id, s.account_id)
    LEFT JOIN client c ON c.id = coalesce(r.client_id, ${expectedClientId ?? null}::text)
    LEFT JOIN consent k ON r.model = ANY (${[...signInModels]}::text[]) AND k.account_id = a.id AND k.client_id = r.client_id
    WHERE r.model = ANY (${[...address.models]}::text[]) AND ${condition(address)}
      AND (r.expires_at IS NULL OR r.expires_at > now())`.execute(connection);
  const [row] = rows;
  if (row === undefined) return undefined;
  const record = toRecord(row, 'r');
  if (record === undefined) throw new Error('A row that was found has no id.');
  const { read_at: readAt, consent_granted: granted } = row as { read_at: Date; consent_granted: Granted | null };
  return {
    record,
    grant: toRecord(row, 'g'),
    session: toRecord(row, 's'),
    account: row.id === null ? undefined : { account: toAccount(row as unknown as AccountRow), readAt },
    attempt: row.attempt_id === null ? undefined : toAttempt(row as unknown as AttemptRow),
    consent: granted === null ? undefined : toConsent(granted),
    backupCodesRemaining: row.backup_codes_remaining as number,
    readAt,
    client: row.client_id === null ? undefined : toClient(row as unknown as ClientRow),
  };
}

function condition(address: RecordAddress): Fragment {
  switch (address.by) {
    case 'id':
      return sql`r.id = ${address.value}`;
    case 'uid':
      return sql`r.uid = ${address.value}`;
    case 'user_code':
      return sql`r.user_code = ANY (${[...address.values]}::text[])`;
  }
}

function recordColumns(alias: string): Fragment {
  const named = columnNames.map((name) => sql`${sql.ref(`${alias}.${name}`)} AS ${sql.ref(`${alias}_${name}`)}`);
  const consumed = sql`floor(extract(epoch FROM ${sql.ref(`${alias}.consumed_at`)}))::int8 AS ${sql.ref(`${alias}_consumed`)}`;
  return sql.join([...named, consumed]);
}

function toRecord(row: Record<string, unknown>, alias: string): SealedRecord | undefined {
  const text = (name: (typeof columnNames)[number]) => row[`${alias}_${name}`] as string | null;
  const [model, id, payloadSealed] = [text('model'), text('id'), text('payload_sealed')];
  if (model === null || id === null || payloadSealed === null) return undefined;
  return {
    model,
    id,
    payloadSealed,
    accountId: text('account_id'),
    generation: row[`${alias}_generation`] as number | null,
    clientId: text('client_id'),
    grantId: text('grant_id'),
    sessionUid: text('session_uid'),
    uid: text('uid'),
    userCode: text('user_code'),
    consumedAt: row[`${alias}_consumed`] as number | null,
  };
}

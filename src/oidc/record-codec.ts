/** Turns the engine's payloads into sealed rows and back, and decides which rows still count. */
import type { AdapterPayload } from 'oidc-provider';
import type { AccountReading } from '../accounts/account.js';
import { isUuid } from '../database/uuid.js';
import { type KeyRing, SealBroken, type SealPlace } from '../secrets/key-ring.js';
import type { SealedRecord } from './record-lookup-store.js';
import { columnsOf, recordIdOf, type StoredRecord } from './record-row.js';

const userCodePurpose = 'oidc_record.user_code';

/** A record of the engine's payload. Throws when it belongs to an account and the generation is unknown: better none than one that outlives a sign-out. */
export function toStoredRecord(
  { keyRing, generationOf }: { keyRing: KeyRing; generationOf: (accountId: string) => number | undefined },
  at: { readonly model: string; readonly rawId: string },
  payload: AdapterPayload,
): StoredRecord {
  const accountId = payload.accountId ?? null;
  if (accountId !== null && !isUuid(accountId)) throw new Error('The account of a protocol record is not a UUID.');
  const generation = accountId === null ? null : generationOf(accountId);
  if (generation === undefined) {
    throw new Error(`The authentication generation behind this ${at.model} is not known; it must not be stored.`);
  }
  return {
    model: at.model,
    id: recordIdOf(at.rawId),
    payload: JSON.stringify(payload),
    accountId,
    generation,
    ...columnsOf(at.model, payload, (userCode) => keyRing.hash(userCode, userCodePurpose)),
    consumedAt: null,
  };
}

/** What a user code may be stored as. */
export function userCodeHashes(keyRing: KeyRing, userCode: string): readonly string[] {
  return keyRing.hashCandidates(userCode, userCodePurpose);
}

export function sealRecord(keyRing: KeyRing, { payload, ...columns }: StoredRecord): SealedRecord {
  return { ...columns, payloadSealed: keyRing.seal(payload, recordPlace(columns)) };
}

/**
 * The record, or undefined when it cannot be opened: a row that was damaged, moved, or sealed with a key that is gone
 * counts as none, so its owner signs in again.
 */
export function openRecord(keyRing: KeyRing, { payloadSealed, ...columns }: SealedRecord): StoredRecord | undefined {
  try {
    return { ...columns, payload: keyRing.open(payloadSealed, recordPlace(columns)) };
  } catch (error) {
    if (error instanceof SealBroken) return undefined;
    throw error;
  }
}

/** Whether the account, if the row has one, is still the account that it was when the row was made. */
export function countsFor(record: SealedRecord, reading: AccountReading | undefined): boolean {
  if (record.accountId === null) return true;
  const account = reading?.account;
  return account?.id === record.accountId && account.status === 'active' && account.generation === record.generation;
}

/** Where a record's payload is sealed for. */
export function recordPlace({ model, id }: Pick<StoredRecord, 'model' | 'id'>): SealPlace {
  return { table: 'oidc_record', column: 'payload_sealed', row: `${model}:${id}` };
}

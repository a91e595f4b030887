/** One row of oidc_record as a value, and how its identifiers are hidden: what the engine uses as ids are bearer secrets. */
import { createHash } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';

/** An opened row, or one about to be written. All identifiers are hashes. */
export interface StoredRecord {
  readonly model: string;
  /** `recordIdOf` what the engine calls the id. */
  readonly id: string;
  /** The engine's payload as JSON text, so that no two readers share (and change) one object. */
  readonly payload: string;
  readonly accountId: string | null;
  /** The account's authentication generation under which the row was made. */
  readonly generation: number | null;
  readonly clientId: string | null;
  readonly grantId: string | null;
  /** For a grant, a token that ends with its session, and an interaction: `recordIdOf` that session's uid. */
  readonly sessionUid: string | null;
  /** For a session: `recordIdOf` its uid, which stays when the cookie's id changes. */
  readonly uid: string | null;
  readonly userCode: string | null;
  /** Seconds since 1970, or null while it may still be used. */
  readonly consumedAt: number | null;
}

/** The model of an `auth_session`: not the engine's, kept beside its records. */
export const authSessionModel = 'AuthSession';

/** Models whose row is a sign-in in progress: its id is that of the sign-in's row too. */
export const signInModels: readonly string[] = ['Interaction', authSessionModel];

/** What is stored instead of an id. Plain SHA-256 suffices: the ids hold well over 128 random bits. */
export function recordIdOf(id: string): string {
  return createHash('sha256').update(id, 'utf8').digest('base64url');
}

/** The name of a row in this process's memory. */
export function recordKey(model: string, id: string): string {
  return `${model}:${id}`;
}

/** The columns that a payload speaks of. `hashUserCode` is keyed, because a user code is short enough to be tried. */
export function columnsOf(
  model: string,
  payload: AdapterPayload,
  hashUserCode: (userCode: string) => string,
): Pick<StoredRecord, 'clientId' | 'grantId' | 'sessionUid' | 'uid' | 'userCode'> {
  const isInteraction = model === 'Interaction';
  const requested: unknown = isInteraction ? payload.params?.client_id : payload.clientId;
  const endsWithSession = model === 'Grant' || payload.expiresWithSession === true;
  const session = isInteraction ? payload.session?.uid : endsWithSession ? payload.sessionUid : undefined;
  return {
    clientId: typeof requested === 'string' ? requested : null,
    grantId: hashed(payload.grantId),
    sessionUid: hashed(session),
    uid: model === 'Session' ? hashed(payload.uid) : null,
    userCode: payload.userCode === undefined ? null : hashUserCode(payload.userCode),
  };
}

/** A fresh copy of the payload, with `consumed` as the engine expects it. */
export function payloadOf(record: StoredRecord): AdapterPayload {
  const payload = JSON.parse(record.payload) as AdapterPayload;
  return record.consumedAt === null ? payload : { ...payload, consumed: record.consumedAt };
}

function hashed(id: string | undefined): string | null {
  return id === undefined ? null : recordIdOf(id);
}

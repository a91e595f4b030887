/**
 * The protocol engine's storage: every model's rows sealed, their ids hashed, gated by their account's authentication
 * generation. Within a request it reads ahead and writes once; see record-scope.ts.
 */
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';
import type { Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { createClientAdapter } from './client-adapter.js';
import { currentScope } from './current-scope.js';
import { countsFor, openRecord, sealRecord, toStoredRecord, userCodeHashes } from './record-codec.js';
import { type RecordAddress, type RecordReading, readRecord, type SealedRecord } from './record-lookup-store.js';
import { authSessionModel, payloadOf, recordIdOf, recordKey, type StoredRecord, signInModels } from './record-row.js';
import type { RequestScope, WritePending } from './record-scope.js';
import { offerSignIn } from './record-sign-in.js';
import { consumeRecord, deleteByGrant, insertOnce, writeRecords } from './record-write-store.js';

export interface ModelStoreParts {
  readonly database: Database;
  readonly keyRing: KeyRing;
  /**
   * The generation under which this request's sign-in happened. Undefined when the request has no sign-in of its own:
   * then new rows inherit the generation of the account's row that the request began with.
   */
  readonly generationFor: (accountId: string, model: string) => number | undefined;
}

/** Models whose writes wait for the end of the request. */
const deferred: ReadonlySet<string> = new Set([
  'Session',
  'Grant',
  'AccessToken',
  'RefreshToken',
  'AuthorizationCode',
  'Interaction',
  'PushedAuthorizationRequest',
  authSessionModel,
]);

/** Introspection and revocation do not know which of these a token is, and ask for all of them at once. */
const tokensOfUnknownKind: readonly string[] = ['AccessToken', 'ClientCredentials', 'RefreshToken'];

/** What the engine's `adapter` option takes. An arrow function, because the engine calls anything constructable with `new`. */
export function createModelStore(parts: ModelStoreParts): AdapterFactory {
  const clients = createClientAdapter(parts.database);
  return (model) => (model === 'Client' ? clients : new ModelStore(model, parts));
}

class ModelStore implements Adapter {
  readonly #model: string;
  readonly #parts: ModelStoreParts;
  readonly #write: WritePending;

  constructor(model: string, parts: ModelStoreParts) {
    this.#model = model;
    this.#parts = parts;
    this.#write = (writes, removals, events = []) => {
      const sealed = writes.map((write) => ({ ...write, record: sealRecord(parts.keyRing, write.record) }));
      return writeRecords(parts.database, sealed, removals, events);
    };
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const scope = currentScope();
    const { keyRing, generationFor } = this.#parts;
    const generationOf = (accountId: string) => generationFor(accountId, this.#model) ?? scope?.generationOf(accountId);
    const record = toStoredRecord({ keyRing, generationOf }, { model: this.#model, rawId: id }, payload);
    const seconds = typeof expiresIn === 'number' && Number.isFinite(expiresIn) ? expiresIn : null;
    if (this.#model === 'ReplayDetection') return this.#insertOnce(record, seconds);
    if (scope !== undefined && deferred.has(this.#model)) return scope.defer(record, seconds, this.#write);
    // A row that this request has read is changed but not made again; see RecordWrite.
    const isNew = scope?.record(recordKey(record.model, record.id)) == null;
    await this.#write([{ record, expiresIn: seconds, isNew }], []);
    scope?.learnWritten(record);
  }

  /** The engine looks first and saves then: of two equal assertions at one moment it would accept both (RFC 7523 section 3, item 7). */
  async #insertOnce(record: StoredRecord, expiresIn: number | null): Promise<void> {
    const { database, keyRing } = this.#parts;
    const isFirst = await insertOnce(database, { record: sealRecord(keyRing, record), expiresIn, isNew: true });
    if (!isFirst) throw new errors.InvalidRequest('this assertion or proof was already used');
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const value = recordIdOf(id);
    const scope = currentScope();
    if (scope === undefined) return this.#findAlone({ by: 'id', models: [this.#model], value });
    const key = recordKey(this.#model, value);
    if (scope.record(key) === undefined) {
      const models = tokensOfUnknownKind.includes(this.#model) ? tokensOfUnknownKind : [this.#model];
      await scope.once(`find ${models[0]} ${value}`, async () => {
        await this.#findInto(scope, { by: 'id', models, value });
        for (const model of models) scope.learnAbsence(recordKey(model, value));
      });
    }
    const record = scope.record(key);
    return record == null ? undefined : payloadOf(record);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const value = recordIdOf(uid);
    const address: RecordAddress = { by: 'uid', models: [this.#model], value };
    const scope = currentScope();
    if (scope === undefined) return this.#findAlone(address);
    if (scope.sessionByUid(value) === undefined) {
      await scope.once(`uid ${value}`, async () => {
        await this.#findInto(scope, address);
        scope.learnAbsenceOfUid(value);
      });
    }
    const record = scope.sessionByUid(value);
    return record == null ? undefined : payloadOf(record);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    const values = userCodeHashes(this.#parts.keyRing, userCode);
    const address: RecordAddress = { by: 'user_code', models: [this.#model], values };
    const scope = currentScope();
    if (scope === undefined) return this.#findAlone(address);
    const found = await this.#findInto(scope, address);
    const record = found && scope.record(recordKey(found.model, found.id));
    return record == null ? undefined : payloadOf(record);
  }

  async consume(id: string): Promise<void> {
    const at = { model: this.#model, id: recordIdOf(id) };
    const key = recordKey(at.model, at.id);
    const scope = currentScope();
    if (scope?.isPending(key)) await scope.flush();
    const consumedAt = await consumeRecord(this.#parts.database, at);
    if (consumedAt === undefined) throw alreadyUsed(this.#model);
    const record = scope?.record(key);
    if (record != null) scope?.learnWritten({ ...record, consumedAt });
  }

  async destroy(id: string): Promise<void> {
    const at = { model: this.#model, id: recordIdOf(id) };
    const scope = currentScope();
    if (scope === undefined) await this.#write([], [at]);
    else scope.deferRemoval(at, this.#write);
  }

  async revokeByGrantId(rawGrantId: string): Promise<void> {
    const grantId = recordIdOf(rawGrantId);
    const deleteAll = () => deleteByGrant(this.#parts.database, grantId);
    await (currentScope()?.revoke(grantId, deleteAll) ?? deleteAll());
  }

  async #findAlone(address: RecordAddress): Promise<AdapterPayload | undefined> {
    const reading = await readRecord(this.#parts.database, address, undefined);
    const record = reading && this.#open(reading.record, reading);
    return record && payloadOf(record);
  }

  /** Reads a row and leaves all that came with it in the scope. Returns the row if it counts. */
  async #findInto(scope: RequestScope, address: RecordAddress): Promise<StoredRecord | undefined> {
    const expected = this.#model === 'Session' ? scope.expectedClientId : undefined;
    const reading = await readRecord(this.#parts.database, address, expected);
    if (reading === undefined) return undefined;
    const { account, client, record, grant, session } = reading;
    if (account !== undefined) scope.offerAccount(account);
    if (client !== undefined) scope.offerClient(client.id, client);
    if (signInModels.includes(record.model)) offerSignIn(scope, reading);
    // What belongs to an account that was not read along is left for a reading of its own.
    const isJudged = (row: SealedRecord | undefined) =>
      row === undefined || row.accountId === null || row.accountId === account?.account.id;
    const found = this.#open(record, reading);
    for (const row of [found, this.#open(grant, reading), this.#open(session, reading)]) {
      if (row !== undefined) scope.learn(row);
    }
    if (record.grantId !== null && isJudged(grant)) scope.learnAbsence(recordKey('Grant', record.grantId));
    if (record.sessionUid !== null && isJudged(session)) scope.learnAbsenceOfUid(record.sessionUid);
    return found;
  }

  #open(row: SealedRecord | undefined, { account }: RecordReading): StoredRecord | undefined {
    return row !== undefined && countsFor(row, account) ? openRecord(this.#parts.keyRing, row) : undefined;
  }
}

/** At the authorization endpoint `invalid_grant` would mean nothing. */
function alreadyUsed(model: string): Error {
  return model === 'PushedAuthorizationRequest'
    ? new errors.InvalidRequestUri('the request_uri was already used or has expired')
    : new errors.InvalidGrant('already used, expired or revoked');
}

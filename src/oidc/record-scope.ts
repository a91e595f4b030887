/** What one HTTP request knows and means to write: nothing is read twice, and all is written together before the answer. */
import type { AccountReading } from '../accounts/account.js';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Client } from './client.js';
import { recordKey, type StoredRecord } from './record-row.js';

/** A write that waits for the end of its request. */
export interface PendingWrite {
  readonly record: StoredRecord;
  readonly expiresIn: number | null;
  /** False when the request had read the row, or the session it continues, from the database. */
  readonly isNew: boolean;
}

type Pending = PendingWrite | { readonly removed: Pick<StoredRecord, 'model' | 'id'> };
/** How a store carries out what is pending, in one statement. */
export type WritePending = (
  writes: readonly PendingWrite[],
  removals: readonly Pick<StoredRecord, 'model' | 'id'>[],
  events?: readonly AuditEvent[],
) => Promise<void>;

export class RequestScope {
  isOpen = true;
  /** True once pending writes could not be carried out: whatever relied on them must not be sent. */
  hasLostWrites = false;
  readonly #records = new Map<string, StoredRecord | null>();
  readonly #keysByUid = new Map<string, string | null>();
  /** Keys, and uids of sessions, that the database is known to have had. */
  readonly #stored = new Set<string>();
  readonly #accounts = new Map<string, AccountReading>();
  readonly #clients = new Map<string, Client | null>();
  readonly #generations = new Map<string, number>();
  readonly #once = new Map<string, Promise<unknown>>();
  readonly #pending = new Map<string, Pending>();
  #events: AuditEvent[] = [];
  #write: WritePending | undefined;

  constructor(
    /** The client that the request's address names; unverified, good for reading ahead only. */
    readonly expectedClientId: string | undefined = undefined,
  ) {}

  /** The account, if a record of this request brought it along. */
  account(id: string): AccountReading | undefined {
    return this.#accounts.get(id);
  }

  offerAccount(reading: AccountReading): void {
    if (!this.#accounts.has(reading.account.id)) this.#accounts.set(reading.account.id, reading);
  }

  /** Null: looked for and not there. Undefined: not looked for. */
  client(id: string): Client | null | undefined {
    return this.#clients.get(id);
  }

  offerClient(id: string, client: Client | null): void {
    this.#clients.set(id, client);
  }

  forgetClient(id: string): void {
    this.#clients.delete(id);
  }

  /** The oldest generation under which a record of this account was read. */
  generationOf(accountId: string): number | undefined {
    return this.#generations.get(accountId);
  }

  /** The same promise for everyone who asks by this name; a failed one is forgotten. */
  once<T>(name: string, load: () => Promise<T>): Promise<T> {
    const running = this.#once.get(name) as Promise<T> | undefined;
    if (running !== undefined) return running;
    const started = load();
    this.#once.set(name, started);
    started.catch(() => this.#once.delete(name));
    return started;
  }

  /** Null: not there, or not valid. Undefined: not looked for. */
  record(key: string): StoredRecord | null | undefined {
    return this.#records.get(key);
  }

  sessionByUid(uid: string): StoredRecord | null | undefined {
    const key = this.#keysByUid.get(uid);
    return key == null ? key : this.#records.get(key);
  }

  /** Takes note of a row as it was read. What this request has written itself is newer and stays. */
  learn(record: StoredRecord): void {
    const key = recordKey(record.model, record.id);
    this.#stored.add(key);
    if (record.uid !== null) this.#stored.add(record.uid);
    const { accountId, generation } = record;
    if (accountId !== null && generation !== null) {
      this.#generations.set(accountId, Math.min(generation, this.#generations.get(accountId) ?? generation));
    }
    if (this.#records.get(key) == null && !this.#pending.has(key)) this.#remember(key, record);
  }

  learnAbsence(key: string): void {
    if (!this.#records.has(key)) this.#records.set(key, null);
  }

  learnAbsenceOfUid(uid: string): void {
    if (!this.#keysByUid.has(uid)) this.#keysByUid.set(uid, null);
  }

  /** For a row that was written already, outside the batch. */
  learnWritten(record: StoredRecord): void {
    const key = recordKey(record.model, record.id);
    this.#stored.add(key);
    this.#remember(key, record);
  }

  /** Commits with what is pending; `record` writes it when nothing is. */
  report(event: AuditEvent, record: (events: readonly AuditEvent[]) => Promise<void>): void {
    this.#events.push(event);
    this.#write ??= (_writes, _removals, events = []) => record(events);
  }

  isPending(key: string): boolean {
    return this.#pending.has(key);
  }

  defer(record: StoredRecord, expiresIn: number | null, write: WritePending): void {
    const key = recordKey(record.model, record.id);
    const isNew = !this.#stored.has(key) && !(record.uid !== null && this.#stored.has(record.uid));
    this.#letGoOfUid(record.uid, key);
    this.#remember(key, record);
    this.#pending.set(key, { record, expiresIn, isNew });
    this.#write = write;
    if (record.grantId !== null) this.#once.delete(revocationName(record.grantId));
  }

  /** Takes back a write that was deferred and not yet carried out: the row will not exist. */
  takeBack(key: string): void {
    const pending = this.#pending.get(key);
    if (pending === undefined || !('record' in pending)) return;
    this.#pending.delete(key);
    if (pending.record.uid !== null) this.#keysByUid.set(pending.record.uid, null);
    this.#records.set(key, null);
  }

  deferRemoval(removed: Pick<StoredRecord, 'model' | 'id'>, write: WritePending): void {
    const key = recordKey(removed.model, removed.id);
    const uid = this.#records.get(key)?.uid;
    if (uid != null) this.#keysByUid.set(uid, null);
    this.#records.set(key, null);
    this.#pending.set(key, { removed });
    this.#write = write;
  }

  /** Deletes a grant's codes and tokens at once: once, however many models are asked to. */
  revoke(grantId: string, deleteAll: () => Promise<void>): Promise<void> {
    for (const [key, record] of this.#records) {
      if (record?.grantId !== grantId || record.model === 'Interaction') continue;
      this.#records.set(key, null);
      this.#pending.delete(key);
    }
    return this.once(revocationName(grantId), deleteAll);
  }

  /** Writes what is pending, in one statement. Afterwards the request may go on and defer more. */
  async flush(): Promise<void> {
    await this.#flush([...this.#pending.values()]);
  }

  /** For a request that failed: of what it meant to do, what was revoked stays revoked. */
  async flushRevocations(): Promise<void> {
    const steps: ReadonlySet<string> = new Set(['Session', 'Interaction']);
    await this.#flush([...this.#pending.values()].filter((one) => 'removed' in one && !steps.has(one.removed.model)));
  }

  async #flush(pending: readonly Pending[]): Promise<void> {
    this.#pending.clear();
    const events = this.#events;
    this.#events = [];
    if ((pending.length === 0 && events.length === 0) || this.#write === undefined) return;
    const writes = pending.flatMap((one) => ('record' in one ? [one] : []));
    const removals = pending.flatMap((one) => ('removed' in one ? [one.removed] : []));
    this.hasLostWrites = true;
    await this.#write(writes, removals, events);
    this.hasLostWrites = false;
    for (const { record } of writes) {
      this.#stored.add(recordKey(record.model, record.id));
      if (record.uid !== null) this.#stored.add(record.uid);
    }
  }

  /** The uid belongs to the row written last; two rows of one statement cannot both have it. */
  #letGoOfUid(uid: string | null, key: string): void {
    const formerKey = uid === null ? null : this.#keysByUid.get(uid);
    const former = formerKey == null || formerKey === key ? undefined : this.#pending.get(formerKey);
    if (formerKey == null || former === undefined || !('record' in former)) return;
    this.#pending.set(formerKey, { ...former, record: { ...former.record, uid: null } });
  }

  #remember(key: string, record: StoredRecord): void {
    this.#records.set(key, record);
    if (record.uid !== null) this.#keysByUid.set(record.uid, key);
  }
}

function revocationName(grantId: string): string {
  return `revoke ${grantId}`;
}

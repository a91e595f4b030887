/** A database with an active account, and our storage over it. */
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { sql } from 'kysely';
import type { AdapterFactory, AdapterPayload } from 'oidc-provider';
import type { Account } from '../../src/accounts/account.js';
import type { Database } from '../../src/database/schema.js';
import { createModelStore } from '../../src/oidc/model-store.js';
import { givenAccount } from '../accounts/account-fixture.js';
import { given } from '../conformance/oidc-adapter.js';
import { testKeyRing } from '../support/key-ring.js';
import { type DatabaseKind, openTestDatabase, type TestDatabase } from '../support/test-database.js';

export interface RecordFixture {
  readonly opened: TestDatabase;
  /** New for each test. */
  readonly account: Account;
  /** Writes under the account's first generation. */
  readonly store: AdapterFactory;
  /** Writes under whatever generation the request's first record had. */
  readonly inheriting: AdapterFactory;
  /** Another node on the same database. */
  storeOn(database: Database): AdapterFactory;
  /** A record of the model, stored for a minute. */
  stored(model: string, grantId?: string): Promise<{ id: string; payload: AdapterPayload }>;
  setStatus(status: string): Promise<unknown>;
}

/** To be called inside `describe`; the value may be used inside tests. */
export function recordFixture(kind: DatabaseKind): RecordFixture {
  let opened: TestDatabase;
  let account: Account;
  const storeOn = (database: Database) =>
    createModelStore({ database, keyRing: testKeyRing(), generationFor: () => account.generation });
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    account = await givenAccount(opened.database);
    opened.statements.length = 0;
  });
  const fixture: RecordFixture = {
    get opened() {
      return opened;
    },
    get account() {
      return account;
    },
    store: (model) => storeOn(opened.database)(model),
    inheriting: (model) =>
      createModelStore({ database: opened.database, keyRing: testKeyRing(), generationFor: () => undefined })(model),
    storeOn,
    async stored(model, grantId) {
      const [id, payload] = given(model, account.id, grantId);
      await fixture.store(model).upsert(id, payload, 60);
      return { id, payload };
    },
    setStatus: (status) =>
      sql`UPDATE account SET status = ${status} WHERE id = ${account.id}::uuid`.execute(opened.database),
  };
  return fixture;
}

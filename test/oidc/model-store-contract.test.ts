/** Our storage answers the protocol engine as the engine's own does. */
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Adapter, AdapterFactory } from 'oidc-provider';
import { inRequestScope } from '../../src/oidc/current-scope.js';
import { createModelStore } from '../../src/oidc/model-store.js';
import { givenAccount } from '../accounts/account-fixture.js';
import { describeAdapter } from '../conformance/oidc-adapter.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const memoryModule = 'oidc-provider/lib/adapters/memory_adapter.js';
const { createMemoryAdapter } = (await import(memoryModule)) as { createMemoryAdapter: () => AdapterFactory };
const memory = createMemoryAdapter();
describeAdapter('the engine’s memory adapter', () => ({ adapter: memory, accountId: crypto.randomUUID() }));

describe.each(databaseKinds)('our storage on %s', (kind) => {
  let opened: TestDatabase;
  let accountId: string;
  let adapter: AdapterFactory;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    accountId = (await givenAccount(opened.database)).id;
    adapter = createModelStore({
      database: opened.database,
      keyRing: testKeyRing(),
      generationFor: () => 1,
    });
  });
  afterAll(() => opened.close());

  describeAdapter('outside any request', () => ({ adapter, accountId }));
  describeAdapter('with a request for every call', () => ({ adapter: (model) => apart(adapter(model)), accountId }));
  describeAdapter(
    'all in one request',
    () => ({ adapter, accountId }),
    (story) => inRequestScope(story),
  );
});

function apart(adapter: Adapter): Adapter {
  return {
    upsert: (...args) => inRequestScope(() => adapter.upsert(...args)),
    find: (id) => inRequestScope(() => adapter.find(id)),
    findByUid: (uid) => inRequestScope(() => adapter.findByUid(uid)),
    findByUserCode: (code) => inRequestScope(() => adapter.findByUserCode(code)),
    consume: (id) => inRequestScope(() => adapter.consume(id)),
    destroy: (id) => inRequestScope(() => adapter.destroy(id)),
    revokeByGrantId: (id) => inRequestScope(() => adapter.revokeByGrantId(id)),
  };
}

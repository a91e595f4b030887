/** When a client was last used: known to within the hour, at no statement more and with nobody waiting for it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import { createClient, findClientById, updateClient } from '../../src/oidc/client-store.js';
import { writeRecords } from '../../src/oidc/record-write-store.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let id: string;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    const made = await createClient(opened.database, { client_name: 'App', redirect_uris: ['https://a.example/'] });
    if (!made.ok) throw new Error(made.because);
    id = made.client.id;
  });

  const event = (type: AuditEvent['type'], clientId: string | null = id): AuditEvent => ({
    ...{ type, clientId, actor: { type: 'client', id: clientId }, subjectId: null, outcome: 'success' },
  });
  const issue = (...events: AuditEvent[]) => writeRecords(opened.database, [], [], events);
  const issueWithRecord = () => {
    const record = { model: 'AccessToken', id: `${id}-token`, payloadSealed: '', accountId: null, generation: null };
    const none = { grantId: null, sessionUid: null, uid: null, userCode: null, consumedAt: null };
    const write = { record: { ...record, ...none, clientId: id }, expiresIn: 60, isNew: true };
    return writeRecords(opened.database, [write], [], [event('token.issued')]);
  };
  const lastUsed = async () => (await findClientById(opened.database, id))?.lastUsedAt ?? null;
  const usedAgo = async (age: string) => {
    await sql`UPDATE client SET last_used_at = now() - ${age}::interval WHERE id = ${id}`.execute(opened.database);
    return lastUsed();
  };

  test('unused at first; noted in the one statement that reports its tokens, with records or without', async () => {
    expect(await lastUsed()).toBeNull();
    for (const use of [() => issue(event('token.issued')), issueWithRecord]) {
      await usedAgo('2 days');
      opened.statements.length = 0;
      await use();
      expect(opened.statements).toHaveLength(1);
      expect(Math.abs(Date.now() - ((await lastUsed())?.getTime() ?? 0))).toBeLessThan(60_000);
    }
  });

  test('not written again within the hour, and then again', async () => {
    const before = await usedAgo('59 minutes');
    await issueWithRecord();
    expect(await lastUsed()).toEqual(before);
    const old = await usedAgo('61 minutes');
    await issueWithRecord();
    expect((await lastUsed())?.getTime()).toBeGreaterThan(old?.getTime() ?? 0);
  });

  test('no other event is a use, nobody’s is none, and other clients are not touched', async () => {
    await issue(event('token.revoked'), event('token.issued', null), event('token.issued', 'no such client'));
    expect(await lastUsed()).toBeNull();
  });

  test('is no change of the client', async () => {
    const before = await findClientById(opened.database, id);
    await issue(event('token.issued'));
    const after = await findClientById(opened.database, id);
    expect(after).toEqual({ ...before, lastUsedAt: after?.lastUsedAt });
    expect(await updateClient(opened.database, id, { client_name: 'Other' })).toMatchObject({ ok: true });
  });
});

test('tokens do not wait for whoever holds the client', async () => {
  const opened = await openTestDatabase('postgres');
  try {
    const made = await createClient(opened.database, { client_name: 'App', redirect_uris: ['https://a.example/'] });
    if (!made.ok) throw new Error(made.because);
    const { id } = made.client;
    const issued = { type: 'token.issued', clientId: id, subjectId: null, outcome: 'success' } as const;
    const report = () => writeRecords(opened.database, [], [], [{ ...issued, actor: { type: 'client', id } }]);
    await opened.database.transaction().execute(async (transaction) => {
      await sql`SELECT 1 FROM client WHERE id = ${id} FOR UPDATE`.execute(transaction);
      await report();
    });
    expect((await findClientById(opened.database, id))?.lastUsedAt).toBeNull();
    await Promise.all(Array.from({ length: 20 }, report));
    expect((await findClientById(opened.database, id))?.lastUsedAt).not.toBeNull();
    const { rows } = await sql`SELECT 1 FROM audit_event WHERE client_id = ${id}`.execute(opened.database);
    expect(rows).toHaveLength(21);
  } finally {
    await opened.close();
  }
});

/** An account's sessions in storage: listed as they count, ended whole, and never half begun anew by a request that was on its way. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AdapterPayload } from 'oidc-provider';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { inRequestScope } from '../../src/oidc/current-scope.js';
import { recordIdOf } from '../../src/oidc/record-row.js';
import { endSession } from '../../src/oidc/session-list-store.js';
import { listSessions } from '../../src/oidc/sessions.js';
import { given, newId } from '../conformance/oidc-adapter.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { recordFixture } from './record-fixture.js';

describe.each(databaseKinds)('sessions on %s', (kind) => {
  const fixture = recordFixture(kind);
  const list = () => listSessions(fixture.opened.database, testKeyRing(), fixture.account.id);
  const end = (payload: AdapterPayload, accountId = fixture.account.id) =>
    endSession(fixture.opened.database, accountId, recordIdOf(payload.uid ?? ''), []);
  const store = async (model: string, more: object, grantId?: string) => {
    const [id, payload] = given(model, fixture.account.id, grantId);
    await fixture.store(model).upsert(id, { ...payload, ...more }, 60);
    return { id, payload: { ...payload, ...more } };
  };

  test('say where they were signed in and when they were last used, as far as they know', async () => {
    const details = {
      loginTs: 1000,
      exp: 4_000_000_000,
      lifetime: 4_000_000_000 - 2000,
      ip: '192.0.2.1',
      userAgent: 'A/1',
    };
    const known = await store('Session', details);
    const older = await store('Session', { loginTs: 500 });
    expect(await list()).toEqual([
      {
        id: recordIdOf(known.payload.uid ?? ''),
        ip: '192.0.2.1',
        userAgent: 'A/1',
        signedInAt: new Date(1_000_000),
        lastUsedAt: new Date(2_000_000),
        clients: [],
      },
      {
        id: recordIdOf(older.payload.uid ?? ''),
        ip: null,
        userAgent: '',
        signedInAt: new Date(500_000),
        lastUsedAt: null,
        clients: [],
      },
    ]);
  });

  test('that have expired, cannot be opened, or are of an older generation are no sessions', async () => {
    await store('Session', {});
    expect(await list()).toHaveLength(1);
    const { database } = fixture.opened;
    await raiseGeneration(database, fixture.account.id);
    const [expired, damaged] = [await store('Session', {}), await store('Session', {})];
    await sql`UPDATE oidc_record SET expires_at = now() WHERE id = ${recordIdOf(expired.id)}`.execute(database);
    await sql`UPDATE oidc_record SET payload_sealed = 'x' WHERE id = ${recordIdOf(damaged.id)}`.execute(database);
    expect(await list()).toEqual([]);
  });

  test('end in one statement with their grants and whatever belongs to these, and nothing of another session', async () => {
    const [mine, other] = [await store('Session', {}), await store('Session', {})];
    const belongings = async (sessionUid: string | undefined) => {
      const grant = await store('Grant', { sessionUid });
      return [
        ['Grant', grant.id],
        ['RefreshToken', (await store('RefreshToken', { sessionUid }, grant.id)).id],
        ['AccessToken', (await store('AccessToken', { sessionUid, expiresWithSession: true }, grant.id)).id],
        ['AuthorizationCode', (await store('AuthorizationCode', { sessionUid }, grant.id)).id],
        ['DeviceCode', (await store('DeviceCode', { sessionUid }, grant.id)).id],
        ['Interaction', (await store('Interaction', { session: { uid: sessionUid } })).id],
      ] as const;
    };
    const [gone, kept] = [await belongings(mine.payload.uid), await belongings(other.payload.uid)];
    fixture.opened.statements.length = 0;
    expect(await end(mine.payload)).toBe(true);
    expect(fixture.opened.statements).toHaveLength(1);
    for (const [model, id] of gone) expect([model, await fixture.store(model).find(id)]).toEqual([model, undefined]);
    for (const [model, id] of kept)
      expect([model, await fixture.store(model).find(id)]).toEqual([model, expect.anything()]);
    expect(await end(mine.payload)).toBe(false);
  });

  test('of another account do not end', async () => {
    const { payload } = await store('Session', {});
    expect(await end(payload, newUuid())).toBe(false);
    expect(await list()).toHaveLength(1);
  });

  test('that end while a request is on its way take along the grant that it meant to begin', async () => {
    const { id, payload } = await store('Session', {});
    const [grantId, grant] = given('Grant', fixture.account.id);
    await inRequestScope(async () => {
      await fixture.store('Session').find(id);
      await end(payload);
      await fixture.store('Session').upsert(id, payload, 60);
      await fixture.store('Grant').upsert(grantId, { ...grant, sessionUid: payload.uid } as AdapterPayload, 60);
    });
    expect(await fixture.store('Session').find(id)).toBeUndefined();
    expect(await fixture.store('Grant').find(grantId)).toBeUndefined();
  });

  test('that another tab gave a new id meanwhile keep the grant that a request begins', async () => {
    const { id, payload } = await store('Session', {});
    const [grantId, grant] = given('Grant', fixture.account.id);
    const renamed = { ...payload, jti: newId() };
    await inRequestScope(async () => {
      await fixture.store('Session').find(id);
      await inRequestScope(async () => {
        await fixture.store('Session').find(id);
        await fixture.store('Session').destroy(id);
        await fixture.store('Session').upsert(renamed.jti, renamed, 60);
      });
      await fixture.store('Session').upsert(id, payload, 60);
      await fixture.store('Grant').upsert(grantId, { ...grant, sessionUid: payload.uid } as AdapterPayload, 60);
    });
    expect(await fixture.store('Grant').find(grantId)).toBeDefined();
    expect(await end(payload)).toBe(true);
    expect(await fixture.store('Grant').find(grantId)).toBeUndefined();
  });
});

function newUuid(): string {
  return '00000000-0000-4000-8000-000000000000';
}

/** What a request costs in statements when it asks for its records in the engine's order. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AdapterPayload } from 'oidc-provider';
import { createClient } from '../../src/oidc/client-store.js';
import { inRequestScope } from '../../src/oidc/current-scope.js';
import { accountOfRequest } from '../../src/oidc/record-account.js';
import { given, newId } from '../conformance/oidc-adapter.js';
import { databaseKinds } from '../support/test-database.js';
import { recordFixture } from './record-fixture.js';

describe.each(databaseKinds)('statements of a request on %s', (kind) => {
  const fixture = recordFixture(kind);

  /** A client, and a signed-in session with its grant. */
  const signedIn = async () => {
    const created = await createClient(fixture.opened.database, {
      client_name: 'App',
      redirect_uris: ['https://app.example/cb'],
    });
    if (!created.ok) throw new Error(created.because);
    const clientId = created.client.id;
    const [grantId, grant] = given('Grant', fixture.account.id);
    await fixture.store('Grant').upsert(grantId, { ...grant, clientId }, 60);
    const session = await fixture.stored('Session');
    const token = async (model: string) => {
      const [id, payload] = given(model, fixture.account.id, grantId);
      const bound = { ...payload, clientId, sessionUid: session.payload.uid, expiresWithSession: true };
      await fixture.store(model).upsert(id, bound as AdapterPayload, 60);
      return { id, payload: bound as AdapterPayload };
    };
    return { clientId, grantId, session, token };
  };
  const costOf = async (work: () => Promise<void>, expectedClientId?: string) => {
    fixture.opened.statements.length = 0;
    await inRequestScope(work, { expectedClientId });
    return fixture.opened.statements.length;
  };
  test.each([
    ['AuthorizationCode', 4],
    ['RefreshToken', 4],
  ])('redeeming a session-bound %s: client, code with all it names, consume, writes', async (model, statements) => {
    const { clientId, grantId, session, token } = await signedIn();
    const { id } = await token(model);
    const [accessId, access] = given('AccessToken', fixture.account.id, grantId);
    const [refreshId, refresh] = given('RefreshToken', fixture.account.id, grantId);
    const cost = await costOf(async () => {
      expect(await fixture.store('Client').find(clientId)).toBeDefined();
      expect(await fixture.store(model).find(id)).toBeDefined();
      expect(await fixture.store('Session').findByUid(session.payload.uid ?? '')).toEqual(session.payload);
      expect(await fixture.store('Grant').find(grantId)).toBeDefined();
      await fixture.store(model).consume(id);
      expect(await accountOfRequest(fixture.opened.database, fixture.account.id)).toBeDefined();
      await fixture.inheriting('AccessToken').upsert(accessId, access, 60);
      await fixture.inheriting('RefreshToken').upsert(refreshId, refresh, 60);
    });
    expect(cost).toBe(statements);
    expect(await fixture.store('RefreshToken').find(refreshId)).toEqual(refresh);
  });

  test('userinfo: one for the token, its session, client, account and grant', async () => {
    const { clientId, grantId, session, token } = await signedIn();
    const { id } = await token('AccessToken');
    const cost = await costOf(async () => {
      expect(await fixture.store('AccessToken').find(id)).toBeDefined();
      expect(await fixture.store('Session').findByUid(session.payload.uid ?? '')).toBeDefined();
      expect(await fixture.store('Client').find(clientId)).toBeDefined();
      expect(await accountOfRequest(fixture.opened.database, fixture.account.id)).toBeDefined();
      expect(await fixture.store('Grant').find(grantId)).toBeDefined();
    });
    expect(cost).toBe(1);
  });

  test.each(['AccessToken', 'RefreshToken', 'ClientCredentials'])(
    'introspection of a %s: one for the asking client, one for a token of whatever kind',
    async (model) => {
      const asking = await signedIn();
      const { clientId, grantId, token } = await signedIn();
      const { id } = model === 'ClientCredentials' ? await fixture.stored(model) : await token(model);
      const cost = await costOf(async () => {
        await fixture.store('Client').find(asking.clientId);
        const kinds = ['AccessToken', 'ClientCredentials', 'RefreshToken'];
        const found = await Promise.all(kinds.map((kind) => fixture.store(kind).find(id)));
        expect(found.map((payload) => payload?.kind)).toEqual(kinds.map((kind) => (kind === model ? kind : undefined)));
        if (model === 'ClientCredentials') return;
        expect(await fixture.store('Grant').find(grantId)).toBeDefined();
        expect(await fixture.store('Client').find(clientId)).toBeDefined();
      });
      expect(cost).toBe(2);
    },
  );

  test('a token nobody knows is looked for once, as every kind', async () => {
    const id = newId();
    const cost = await costOf(async () => {
      for (const model of ['RefreshToken', 'AccessToken', 'ClientCredentials', 'AccessToken'])
        expect(await fixture.store(model).find(id)).toBeUndefined();
    });
    expect(cost).toBe(1);
  });

  test('single sign-on: one for the session with its account and the client of the address', async () => {
    const { clientId, session } = await signedIn();
    const cost = await costOf(async () => {
      expect(await fixture.store('Session').find(session.id)).toEqual(session.payload);
      expect(await fixture.store('Client').find(clientId)).toBeDefined();
      expect(await accountOfRequest(fixture.opened.database, fixture.account.id)).toBeDefined();
    }, clientId);
    expect(cost).toBe(1);
  });

  test('a page of a step-up: one for the interaction, its client, grant, session and account', async () => {
    const { clientId, grantId, session } = await signedIn();
    const [id, interaction] = given('Interaction', fixture.account.id, grantId);
    const payload = { ...interaction, params: { client_id: clientId }, session: { uid: session.payload.uid } };
    await fixture.store('Interaction').upsert(id, payload as AdapterPayload, 60);
    const cost = await costOf(async () => {
      expect(await fixture.store('Interaction').find(id)).toEqual(payload);
      expect(await fixture.store('Client').find(clientId)).toBeDefined();
      expect(await fixture.store('Grant').find(grantId)).toBeDefined();
      expect(await fixture.store('Session').findByUid(session.payload.uid ?? '')).toEqual(session.payload);
      expect(await accountOfRequest(fixture.opened.database, fixture.account.id)).toBeDefined();
    });
    expect(cost).toBe(1);
  });

  test('a grant or session that was revoked is not brought along, nor looked for again', async () => {
    const { grantId, session, token } = await signedIn();
    const { id } = await token('AccessToken');
    await sql`DELETE FROM oidc_record WHERE model IN ('Grant', 'Session')`.execute(fixture.opened.database);
    const cost = await costOf(async () => {
      expect(await fixture.store('AccessToken').find(id)).toBeDefined();
      expect(await fixture.store('Grant').find(grantId)).toBeUndefined();
      expect(await fixture.store('Session').findByUid(session.payload.uid ?? '')).toBeUndefined();
    });
    expect(cost).toBe(1);
  });

  test('revoking a grant is one statement, however many models are asked to', async () => {
    const { grantId } = await signedIn();
    const models = ['AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode'];
    const cost = await costOf(async () => {
      await Promise.all(models.map((model) => fixture.store(model).revokeByGrantId(grantId)));
    });
    expect(cost).toBe(1);
  });
});

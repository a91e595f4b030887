/** Clients in the database, as they are managed and as the engine reads them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { clientPayload } from '../../src/oidc/client.js';
import { createClientAdapter } from '../../src/oidc/client-adapter.js';
import { listClients } from '../../src/oidc/client-list-store.js';
import { compareClientSecret } from '../../src/oidc/client-secret.js';
import {
  createClient,
  deleteClient,
  findClientById,
  rotateClientSecret,
  updateClient,
} from '../../src/oidc/client-store.js';
import { origin } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const asked = { client_name: 'App', redirect_uris: ['https://app.example/cb'] };

describe.each(databaseKinds)('clients on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    opened.statements.length = 0;
  });
  const created = async (change: Partial<Parameters<typeof createClient>[1]> = {}) => {
    const result = await createClient(opened.database, { ...asked, ...change });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result;
  };

  test('a client is made in one statement with its event; its secret is given out once and is not in the database', async () => {
    const result = await createClient(opened.database, asked, (clientId) => [
      { ...origin, type: 'client.created', subjectId: null, clientId, outcome: 'success' },
    ]);
    if (!result.ok) throw new Error(result.because);
    expect(opened.statements).toHaveLength(1);
    const { rows } = await sql<{ row: string }>`SELECT c::text AS row FROM client c
      WHERE id = ${result.client.id}`.execute(opened.database);
    expect(result.clientSecret).toMatch(/^[\w-]{43}$/);
    expect(rows[0]?.row).not.toContain(result.clientSecret);
    const events = await sql`SELECT 1 FROM audit_event WHERE client_id = ${result.client.id}`.execute(opened.database);
    expect(events.rows).toHaveLength(1);
  });

  test('only the secret itself opens: not its stored hash, not another one, not nothing', async () => {
    const { client, clientSecret } = await created();
    const stored = client.secretHash ?? undefined;
    expect(compareClientSecret(stored, clientSecret)).toBe(true);
    expect(compareClientSecret(stored, stored)).toBe(false);
    for (const wrong of ['', `${clientSecret}x`, undefined]) expect(compareClientSecret(stored, wrong)).toBe(false);
    expect(compareClientSecret(undefined, undefined)).toBe(false);
    expect(compareClientSecret('plain', 'plain')).toBe(false);
  });

  test('a public client has no secret, and none can be made for it', async () => {
    const { client, clientSecret } = await created({ token_endpoint_auth_method: 'none' });
    expect([clientSecret, client.secretHash]).toEqual([undefined, null]);
    expect(await rotateClientSecret(opened.database, client.id)).toEqual({
      ok: false,
      because: 'client_has_no_secret',
    });
  });

  test('a rotated secret replaces the former one at once', async () => {
    const { client, clientSecret } = await created();
    const rotated = await rotateClientSecret(opened.database, client.id);
    const stored = (await findClientById(opened.database, client.id))?.secretHash ?? undefined;
    expect(compareClientSecret(stored, clientSecret)).toBe(false);
    expect(compareClientSecret(stored, rotated.ok ? rotated.clientSecret : undefined)).toBe(true);
  });

  test('a change keeps what it leaves out, and is refused like a registration', async () => {
    const { client } = await created({ require_mfa: true, scope: 'openid email' });
    const changed = await updateClient(opened.database, client.id, { client_name: 'New name' });
    expect(changed).toMatchObject({
      ok: true,
      client: { requireMfa: true, metadata: { client_name: 'New name', scope: 'openid email' } },
    });
    expect(await updateClient(opened.database, client.id, { redirect_uris: [] })).toMatchObject({ ok: false });
  });

  test('20 changes at once are all made: none is lost under another', async () => {
    const { client } = await created();
    const changes = [{ require_mfa: true }, { client_name: 'Renamed' }, { skip_consent: true }, { scope: 'openid' }];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => updateClient(opened.database, client.id, changes[index % 4] ?? {})),
    );
    expect(await findClientById(opened.database, client.id)).toMatchObject({
      requireMfa: true,
      skipConsent: true,
      metadata: { client_name: 'Renamed', scope: 'openid' },
    });
  });

  test('a secret that is rotated beside changes is the one that opens: no change brings the former one back', async () => {
    const { client, clientSecret } = await created();
    for (let round = 0; round < 10; round += 1) {
      const [rotated] = await Promise.all([
        rotateClientSecret(opened.database, client.id),
        ...Array.from({ length: 4 }, (_, index) =>
          updateClient(opened.database, client.id, { client_name: `Name ${round}.${index}` }),
        ),
      ]);
      const stored = (await findClientById(opened.database, client.id))?.secretHash ?? undefined;
      expect(compareClientSecret(stored, rotated.ok ? rotated.clientSecret : undefined)).toBe(true);
      expect(compareClientSecret(stored, clientSecret)).toBe(false);
    }
  });

  test('a change and its event are one statement after the reading; what changes nothing is the reading alone', async () => {
    const { client } = await created();
    opened.statements.length = 0;
    const event = {
      ...origin,
      type: 'client.updated',
      subjectId: null,
      clientId: client.id,
      outcome: 'success',
    } as const;
    await updateClient(opened.database, client.id, { require_mfa: true }, ({ fields }) => [
      { ...event, detail: { fields } },
    ]);
    expect(opened.statements).toHaveLength(2);
    await updateClient(opened.database, client.id, { require_mfa: true }, () => [event]);
    expect(opened.statements).toHaveLength(3);
    const { rows } = await sql<{
      detail: object;
    }>`SELECT detail FROM audit_event WHERE client_id = ${client.id}`.execute(opened.database);
    expect(rows).toEqual([{ detail: { fields: ['require_mfa'] } }]);
  });

  test('deleting a client ends its records', async () => {
    const { client } = await created();
    await sql`INSERT INTO oidc_record (model, id, payload_sealed, client_id)
      VALUES ('ClientCredentials', 'token', '', ${client.id})`.execute(opened.database);
    expect(await deleteClient(opened.database, client.id)).toEqual({ ok: true });
    const { rows } = await sql`SELECT 1 FROM oidc_record WHERE client_id = ${client.id}`.execute(opened.database);
    expect(rows).toHaveLength(0);
    expect(await deleteClient(opened.database, client.id)).toEqual({ ok: false, because: 'client_not_found' });
  });

  test('the list goes on after the last of the page before', async () => {
    const ids = [(await created()).client.id, (await created()).client.id, (await created()).client.id];
    const all = (await listClients(opened.database)).map(({ id }) => id);
    const rest = (await listClients(opened.database, { after: ids[0] ?? '', limit: 1 })).map(({ id }) => id);
    expect(all.slice(-3)).toEqual(ids);
    expect(rest).toEqual([ids[1]]);
  });

  test.each(['', 'a b', 'ä', '\u0000', 'x'.repeat(129)])(
    'what can be no client id is not looked for: %j',
    async (id) => {
      expect(await findClientById(opened.database, id)).toBeUndefined();
      expect(await rotateClientSecret(opened.database, id)).toMatchObject({ ok: false });
      expect(await deleteClient(opened.database, id)).toMatchObject({ ok: false });
      expect(opened.statements).toHaveLength(0);
    },
  );

  describe('as the engine reads them', () => {
    test('the metadata, the hash in the secret’s place, and our own members', async () => {
      const { client } = await created({ require_mfa: true, min_acr: 'urn:countersign:acr:mfa' });
      expect(await createClientAdapter(opened.database).find(client.id)).toEqual({
        ...client.metadata,
        client_id: client.id,
        client_secret: client.secretHash,
        require_mfa: true,
        min_acr: 'urn:countersign:acr:mfa',
        skip_consent: false,
      });
    });

    test.each([
      ['openid email read', 'openid email'],
      ['read write', 'openid'],
    ])('the registered scope “%s” reaches it as “%s”', async (scope, engineScope) => {
      expect(clientPayload((await created({ scope })).client)).toHaveProperty('scope', engineScope);
    });

    test('what it registers itself has its secret hashed and cannot weaken our own members', async () => {
      const adapter = createClientAdapter(opened.database);
      const payload = { ...asked, client_id: 'dynamic', client_secret: 'made by the engine', skip_consent: true };
      await adapter.upsert('dynamic', payload);
      const found = await findClientById(opened.database, 'dynamic');
      expect(found).toMatchObject({ skipConsent: false, metadata: asked });
      expect(compareClientSecret(found?.secretHash ?? undefined, 'made by the engine')).toBe(true);
      await adapter.destroy('dynamic');
      expect(await adapter.find('dynamic')).toBeUndefined();
    });
  });
});

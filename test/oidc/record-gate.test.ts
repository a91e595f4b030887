/** Codes and tokens are redeemed once, and end with what their account was. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { errors } from 'oidc-provider';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { openDatabase } from '../../src/database/connect.js';
import { inRequestScope } from '../../src/oidc/current-scope.js';
import { recordIdOf } from '../../src/oidc/record-row.js';
import { given, newId } from '../conformance/oidc-adapter.js';
import { databaseKinds } from '../support/test-database.js';
import { recordFixture } from './record-fixture.js';

describe.each(databaseKinds)('protocol records on %s', (kind) => {
  const fixture = recordFixture(kind);

  describe('once means once', () => {
    test.each(['AuthorizationCode', 'RefreshToken', 'DeviceCode'])(
      'of 20 uses of a %s at the same moment one wins, 20 times over, on two nodes',
      async (model) => {
        const node =
          kind === 'postgres'
            ? await openDatabase({ databaseUrl: fixture.opened.url, dataDir: 'memory://' })
            : fixture.opened;
        const nodes = [fixture.store, fixture.storeOn(node.database)];
        for (let round = 0; round < 20; round += 1) {
          const { id } = await fixture.stored(model);
          const uses = Array.from({ length: 20 }, (_, use) => nodes[use % 2]?.(model).consume(id));
          const outcomes = await Promise.allSettled(uses);
          expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
          expect(refusals.every((refusal) => refusal instanceof errors.InvalidGrant)).toBe(true);
        }
        if (node !== fixture.opened) await node.close();
      },
    );

    test('what is gone, expired or was never there cannot be redeemed', async () => {
      const code = fixture.store('AuthorizationCode');
      await expect(code.consume(newId())).rejects.toThrow(errors.InvalidGrant);
      const [id, payload] = given('AuthorizationCode', fixture.account.id);
      await code.upsert(id, payload, 0);
      await expect(code.consume(id)).rejects.toThrow(errors.InvalidGrant);
    });

    test('what was redeemed stays so, whatever is written over it', async () => {
      const { id, payload } = await fixture.stored('DeviceCode');
      await fixture.store('DeviceCode').consume(id);
      await fixture.store('DeviceCode').upsert(id, payload, 60);
      expect(await fixture.store('DeviceCode').find(id)).toHaveProperty('consumed');
      await expect(fixture.store('DeviceCode').consume(id)).rejects.toThrow(errors.InvalidGrant);
    });

    test('an assertion or proof is taken once, even 20 times at once, and again after it has expired', async () => {
      const [id, payload] = given('ReplayDetection', fixture.account.id);
      const adapter = fixture.store('ReplayDetection');
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => adapter.upsert(id, payload, 60)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await sql`UPDATE oidc_record SET expires_at = now() WHERE id = ${recordIdOf(id)}`.execute(
        fixture.opened.database,
      );
      await adapter.upsert(id, payload, 60);
    });
  });

  describe('the generation gate', () => {
    const models = ['Session', 'Grant', 'AccessToken', 'RefreshToken', 'AuthorizationCode', 'DeviceCode'];

    test.each(models)('a %s of an older generation is not found, and cannot be redeemed', async (model) => {
      const { id, payload } = await fixture.stored(model);
      await sql`UPDATE account SET generation = generation + 1 WHERE id = ${fixture.account.id}::uuid`.execute(
        fixture.opened.database,
      );
      expect(await fixture.store(model).find(id)).toBeUndefined();
      if (model === 'Session') expect(await fixture.store(model).findByUid(payload.uid ?? '')).toBeUndefined();
      if (model === 'DeviceCode')
        expect(await fixture.store(model).findByUserCode(payload.userCode ?? '')).toBeUndefined();
      await expect(fixture.store(model).consume(id)).rejects.toThrow(errors.InvalidGrant);
    });

    test.each(['disabled', 'pending'])('nothing of a %s account is found', async (status) => {
      const { id } = await fixture.stored('Session');
      await fixture.setStatus(status);
      expect(await fixture.store('Session').find(id)).toBeUndefined();
      await fixture.setStatus('active');
      expect(await fixture.store('Session').find(id)).toBeDefined();
    });

    test('a request that began before the account changed can neither redeem nor leave anything valid', async () => {
      const code = await fixture.stored('AuthorizationCode');
      const [tokenId, token] = given('AccessToken', fixture.account.id);
      await inRequestScope(async () => {
        await fixture.inheriting('AuthorizationCode').find(code.id);
        await raiseGeneration(fixture.opened.database, fixture.account.id);
        await expect(fixture.inheriting('AuthorizationCode').consume(code.id)).rejects.toThrow(errors.InvalidGrant);
        await fixture.inheriting('AccessToken').upsert(tokenId, token, 60);
      });
      expect(await fixture.store('AccessToken').find(tokenId)).toBeUndefined();
    });

    test('a session that was carried on to a new generation is not thrown back by a request that had read it before', async () => {
      const { id, payload } = await fixture.stored('Session');
      await inRequestScope(async () => {
        await fixture.inheriting('Session').find(id);
        await raiseGeneration(fixture.opened.database, fixture.account.id, { kept: { recordIds: [recordIdOf(id)] } });
        await fixture.inheriting('Session').upsert(id, { ...payload, loginTs: 2 }, 60);
      });
      expect(await fixture.store('Session').find(id)).toMatchObject({ loginTs: 2 });
    });

    test('a record whose generation nobody knows is refused, not stored', async () => {
      const [id, payload] = given('Session', fixture.account.id);
      await expect(fixture.inheriting('Session').upsert(id, payload, 60)).rejects.toThrow('generation');
      await expect(fixture.store('Session').upsert(id, { ...payload, accountId: 'ann' }, 60)).rejects.toThrow('UUID');
      expect(fixture.opened.statements).toHaveLength(0);
    });

    test('deleting the account deletes its records, and none can be added', async () => {
      const { id } = await fixture.stored('Session');
      await sql`DELETE FROM account WHERE id = ${fixture.account.id}::uuid`.execute(fixture.opened.database);
      expect(await fixture.store('Session').find(id)).toBeUndefined();
      const late = await fixture.stored('AccessToken');
      expect(await fixture.store('AccessToken').find(late.id)).toBeUndefined();
    });
  });
});

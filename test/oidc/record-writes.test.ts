/** The writes of a request: together or not at all, and never against what another request has ended. */
import { describe, expect, test } from '@jest/globals';
import { currentScope, inRequestScope } from '../../src/oidc/current-scope.js';
import { given, newId } from '../conformance/oidc-adapter.js';
import { databaseKinds } from '../support/test-database.js';
import { recordFixture } from './record-fixture.js';

describe.each(databaseKinds)('protocol records on %s', (kind) => {
  const fixture = recordFixture(kind);

  describe('the writes of a request', () => {
    test('are one statement, deletions too, and are seen by the request before they are written', async () => {
      const old = await fixture.stored('Session');
      const interaction = await fixture.stored('Interaction');
      const next = { ...old.payload, jti: newId() };
      const [codeId, code] = given('AuthorizationCode', fixture.account.id);
      const [grantId, grant] = given('Grant', fixture.account.id);
      fixture.opened.statements.length = 0;
      await inRequestScope(async () => {
        await fixture.store('Session').destroy(old.id);
        await fixture.store('Session').upsert(next.jti, next, 60);
        await fixture.store('Interaction').destroy(interaction.id);
        await fixture.store('AuthorizationCode').upsert(codeId, code, 60);
        await fixture.store('Grant').upsert(grantId, grant, 60);
        expect(await fixture.store('Session').findByUid(next.uid ?? '')).toEqual(next);
        expect(await fixture.store('Grant').find(grantId)).toEqual(grant);
        expect(await fixture.store('Interaction').find(interaction.id)).toBeUndefined();
        expect(fixture.opened.statements).toHaveLength(0);
      });
      expect(fixture.opened.statements).toHaveLength(1);
      expect(await fixture.store('Session').find(old.id)).toBeUndefined();
      expect(await fixture.store('Session').find(next.jti)).toEqual(next);
      expect(await fixture.store('AuthorizationCode').find(codeId)).toEqual(code);
      expect(await fixture.store('Grant').find(grantId)).toEqual(grant);
      expect(await fixture.store('Interaction').find(interaction.id)).toBeUndefined();
    });

    test('are all lost together when the statement fails, and the request fails with them', async () => {
      const [goodId, good] = given('Grant', fixture.account.id);
      const [badId, bad] = given('AccessToken', fixture.account.id);
      const request = inRequestScope(async () => {
        await fixture.store('Grant').upsert(goodId, good, 60);
        await fixture.store('AccessToken').upsert(badId, { ...bad, clientId: 'no\u0000good' }, 60);
        return 'acknowledged';
      });
      await expect(request).rejects.toThrow();
      expect(await fixture.store('Grant').find(goodId)).toBeUndefined();
    });

    test('are dropped when the request fails; what it revoked stays revoked', async () => {
      const [grant, session] = [await fixture.stored('Grant'), await fixture.stored('Session')];
      const [tokenId, token] = given('AccessToken', fixture.account.id);
      const request = inRequestScope(async () => {
        await fixture.store('Grant').destroy(grant.id);
        await fixture.store('Session').destroy(session.id);
        await fixture.store('AccessToken').upsert(tokenId, token, 60);
        throw new Error('rendering failed');
      });
      await expect(request).rejects.toThrow('rendering failed');
      expect(await fixture.store('Grant').find(grant.id)).toBeUndefined();
      expect(await fixture.store('Session').find(session.id)).toBeDefined();
      expect(await fixture.store('AccessToken').find(tokenId)).toBeUndefined();
    });

    test('leave out what the request revoked after writing it', async () => {
      const grantId = newId();
      const [id, payload] = given('AccessToken', fixture.account.id, grantId);
      await inRequestScope(async () => {
        await fixture.store('AccessToken').upsert(id, payload, 60);
        await fixture.store('RefreshToken').revokeByGrantId(grantId);
        expect(await fixture.store('AccessToken').find(id)).toBeUndefined();
      });
      expect(await fixture.store('AccessToken').find(id)).toBeUndefined();
    });

    test('two readers of one record in a request do not change each other’s copy', async () => {
      const { id } = await fixture.stored('Session');
      await inRequestScope(async () => {
        const first = await fixture.store('Session').find(id);
        if (first) first.authorizations = { app: { grantId: 'mine' } };
        expect(await fixture.store('Session').find(id)).toMatchObject({ authorizations: {} });
      });
    });

    test('after its end the scope is closed: late work writes by itself', async () => {
      let late: Promise<void> | undefined;
      const [id, payload] = given('Grant', fixture.account.id);
      await inRequestScope(async () => {
        late = new Promise((resolve) => setImmediate(resolve)).then(async () => {
          expect(currentScope()).toBeUndefined();
          await fixture.store('Grant').upsert(id, payload, 60);
        });
      });
      await late;
      expect(await fixture.store('Grant').find(id)).toEqual(payload);
    });
  });

  describe('two requests of one browser at the same moment', () => {
    /** Both have read before either has written. */
    const atOnce = async (...works: ((bothHaveRead: () => Promise<void>) => Promise<void>)[]) => {
      let waiting = works.length;
      let go: () => void = () => undefined;
      const all = new Promise<void>((resolve) => {
        go = resolve;
      });
      const meet = () => {
        waiting -= 1;
        if (waiting === 0) go();
        return all;
      };
      await Promise.all(works.map((work) => inRequestScope(() => work(meet))));
    };

    test('signing out wins: neither the session nor a renewed one comes back', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { id, payload } = await fixture.stored('Session');
        const renewed = { ...payload, jti: newId() };
        await inRequestScope(async () => {
          await fixture.store('Session').find(id);
          await inRequestScope(() => fixture.store('Session').destroy(id));
          await fixture.store('Session').destroy(id);
          await fixture.store('Session').upsert(renewed.jti, renewed, 60);
        });
        expect(await fixture.store('Session').find(renewed.jti)).toBeUndefined();
        const other = await fixture.stored('Session');
        await inRequestScope(async () => {
          await fixture.store('Session').find(other.id);
          await inRequestScope(() => fixture.store('Session').destroy(other.id));
          await fixture.store('Session').upsert(other.id, { ...other.payload, loginTs: 2 }, 60);
        });
        expect(await fixture.store('Session').find(other.id)).toBeUndefined();
      }
    });

    test('two tabs that renew the session’s id both stay signed in', async () => {
      for (let round = 0; round < 20; round += 1) {
        const { id, payload } = await fixture.stored('Session');
        const tabs = [newId(), newId(), newId()].map((jti) => ({ ...payload, jti }));
        await atOnce(
          ...tabs.map((tab) => async (bothHaveRead: () => Promise<void>) => {
            await fixture.store('Session').find(id);
            await bothHaveRead();
            await fixture.store('Session').destroy(id);
            await fixture.store('Session').upsert(tab.jti, tab, 60);
          }),
        );
        for (const tab of tabs) expect(await fixture.store('Session').find(tab.jti)).toEqual(tab);
        expect(await fixture.store('Session').findByUid(payload.uid ?? '')).toBeDefined();
      }
    });

    test('two rows that claim one session’s uid at once are both stored; one of them has it', async () => {
      for (let round = 0; round < 20; round += 1) {
        const [, payload] = given('Session', fixture.account.id);
        const claims = [newId(), newId(), newId()].map((jti) => ({ ...payload, jti }));
        await Promise.all(claims.map((claim) => fixture.store('Session').upsert(claim.jti, claim, 60)));
        for (const claim of claims) expect(await fixture.store('Session').find(claim.jti)).toEqual(claim);
        expect(claims).toContainEqual(await fixture.store('Session').findByUid(payload.uid ?? ''));
      }
    });

    test('a revoked grant is not brought back by a request that was about to save it', async () => {
      const { id, payload } = await fixture.stored('Grant');
      await inRequestScope(async () => {
        await fixture.store('Grant').find(id);
        await inRequestScope(() => fixture.store('Grant').destroy(id));
        await fixture.store('Grant').upsert(id, payload, 60);
      });
      expect(await fixture.store('Grant').find(id)).toBeUndefined();
    });
  });
});

/** Over HTTP: an answer goes out only when what it relies on has been written. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import Koa, { type Middleware } from 'koa';
import { withRequestScope } from '../../src/oidc/current-scope.js';
import { given, newId } from '../conformance/oidc-adapter.js';
import { databaseKinds } from '../support/test-database.js';
import { recordFixture } from './record-fixture.js';

async function answerOf(handler: Middleware): Promise<Response> {
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch {
      ctx.status = 503;
    }
  });
  app.use(withRequestScope());
  app.use(handler);
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { redirect: 'manual' });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe.each(databaseKinds)('a request on %s', (kind) => {
  const fixture = recordFixture(kind);
  const issue = (clientId: string) => async (id: string) => {
    const [, payload] = given('AuthorizationCode', fixture.account.id);
    await fixture.store('AuthorizationCode').upsert(id, { ...payload, jti: id, clientId }, 60);
  };

  test('is answered after its records were written', async () => {
    const id = newId();
    const answer = await answerOf(async (ctx) => {
      await issue('app')(id);
      ctx.cookies.set('session', 'new');
      ctx.redirect(`/cb?code=${id}`);
    });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`/cb?code=${id}`);
    expect(await fixture.store('AuthorizationCode').find(id)).toBeDefined();
  });

  test('whose records cannot be written gives out no code, no cookie and no body', async () => {
    const id = newId();
    const answer = await answerOf(async (ctx) => {
      await issue('no\u0000good')(id);
      ctx.cookies.set('session', 'new');
      ctx.redirect(`/cb?code=${id}`);
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).not.toContain(id);
    expect(await fixture.store('AuthorizationCode').find(id)).toBeUndefined();
  });

  test('that fails for a reason of its own keeps the cookies it had set', async () => {
    const answer = await answerOf(async (ctx) => {
      ctx.cookies.set('form', 'kept');
      throw new Error('a page could not be made');
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('set-cookie')).toContain('form=kept');
  });
});

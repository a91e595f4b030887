/** APIs in the console: registered, changed and deleted by the forms that people fill in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createResource, findResource } from '../../src/oidc/resource-store.js';
import { ownBrowser } from '../support/own-account.js';
import { headingOf, type Person, textOf } from '../support/person.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const identifier = 'https://orders.example.com';
const orders = { identifier, scope: 'read write', token_format: 'opaque', min_acr: '', access_token_ttl: '300' };

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: Person;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'true' } });
    root = await ownBrowser(server, await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] }));
  });
  afterAll(() => server?.stop());

  const at = (path: string) => `${server.issuer}/admin/resources${path}`;
  const found = (name = identifier) => findResource(server.database, server.issuer, name);
  const errorsOn = (html: string) => [...html.matchAll(/id="(\w+)-error"/g)].map(([, field]) => field);

  test('one is registered, shown, changed and deleted', async () => {
    await root.open(at('/new'));
    const page = await root.act('save_resource', { ...orders, id: 'x', created_at: 'x' });
    expect([headingOf(page.html), textOf(page.html)]).toEqual([identifier, expect.stringContaining('is registered')]);
    expect(await found()).toMatchObject({ scope: 'read write', tokenFormat: 'opaque', accessTokenTtlSeconds: 300 });
    const own = page.url.replace(/\?.*/, '');
    const form = await root.open(`${own}/change`);
    expect(form.html).not.toContain('name="identifier"');
    const changed = await root.act('save_resource', { ...orders, identifier: 'https://x.example', scope: 'read' });
    expect(textOf(changed.html)).toContain('The API was changed.');
    expect(await found()).toMatchObject({ identifier, scope: 'read' });
    await root.open(`${own}/delete`);
    expect(textOf((await root.act('delete_resource')).html)).toContain('The API was deleted.');
    expect(await found()).toBeUndefined();
    expect((await root.open(own)).status).toBe(404);
  });

  test.each([
    [{ identifier: 'orders' }, 'identifier', 422],
    [{ identifier: 'https://orders.example.com#a' }, 'identifier', 422],
    [{ identifier: 'https://taken.example' }, 'identifier', 409],
    [{ scope: 'a"b' }, 'scope', 422],
    [{ token_format: 'saml' }, 'token_format', 422],
    [{ min_acr: 'high' }, 'min_acr', 422],
    [{ access_token_ttl: '1e3' }, 'access_token_ttl', 422],
    [{ access_token_ttl: '86401' }, 'access_token_ttl', 422],
  ])('%j is refused at its field, and what was typed is kept', async (wrong, field, status) => {
    await createResource(server.database, server.issuer, { identifier: 'https://taken.example', scope: '' });
    await root.open(at('/new'));
    const page = await root.act('save_resource', { ...orders, identifier: 'https://new.example', ...wrong });
    expect([page.status, errorsOn(page.html)]).toEqual([status, [field]]);
    const kept = page.html.match(/<input[^>]*id="scope"[^>]*>/)?.[0] ?? '';
    expect(kept).toContain(field === 'scope' ? 'value="a&quot;b"' : 'value="read write"');
    expect(await found('https://new.example')).toBeUndefined();
  });

  test('an admin registers one, and neither changes nor deletes it', async () => {
    const admin = await ownBrowser(server, await addEnrolledAccount(server, 'admin@example.com', { roles: ['admin'] }));
    await admin.open(at('/new'));
    const page = await admin.act('save_resource', { ...orders, identifier: 'https://junior.example' });
    const own = page.url.replace(/\?.*/, '');
    const form = await admin.open(`${own}/change`);
    const csrf = form.html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
    const refused = await admin.act('save_resource', { ...orders, scope: 'all' });
    expect([refused.status, textOf(refused.html)]).toEqual([
      403,
      expect.stringContaining('Only a super administrator changes or deletes an API'),
    ]);
    expect((await admin.open(`${own}/delete`)).html).not.toContain('value="delete_resource"');
    const posted = await admin.post(`${own}/delete`, new URLSearchParams({ act: 'delete_resource', csrf }));
    expect(posted.status).toBe(403);
    expect(await found('https://junior.example')).toMatchObject({ scope: 'read write' });
  });

  test('the list is paged by cursor: every one once, whatever the cursor says', async () => {
    for (let n = 0; n < 55; n += 1) {
      await createResource(server.database, server.issuer, { identifier: `https://api.example/${n}`, scope: '' });
    }
    const seen: string[] = [];
    let address: string | undefined = at('');
    while (address !== undefined) {
      const { html }: { html: string } = await root.open(address);
      seen.push(...[...html.matchAll(/>(https:\/\/api\.example\/\d+)<\/a>/g)].map(([, name = '']) => name));
      const next: string | undefined = html.match(/href="([^"]+)" rel="next"/)?.[1];
      address = next === undefined ? undefined : new URL(next, server.issuer).href;
    }
    expect(seen.toSorted()).toEqual(Array.from({ length: 55 }, (_, n) => `https://api.example/${n}`).toSorted());
    for (const query of ['cursor=x', 'cursor=a&cursor=b', 'done=constructor']) {
      expect([query, (await root.open(at(`?${query}`))).status]).toEqual([query, 200]);
    }
    expect((await root.open(at('/not-an-id'))).status).toBe(404);
  });
});

/** Applications in the console: registered, found, changed, given a new secret and deleted, by the forms that people fill in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createClient, findClientById } from '../../src/oidc/client-store.js';
import { ownBrowser } from '../support/own-account.js';
import { headingOf, type Person, textOf } from '../support/person.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const shop = {
  client_name: 'Web shop',
  redirect_uris: 'https://shop.example.com/callback\r\n\r\n https://shop.example.com/other ',
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'RS256',
  grant_authorization_code: 'yes',
  grant_refresh_token: 'yes',
  require_mfa: 'yes',
};

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: Person;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'true' } });
    root = await ownBrowser(server, await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] }));
  });
  afterAll(() => server?.stop());

  const at = (path: string) => `${server.issuer}/admin/clients${path}`;
  const valueIn = (html: string, id: string) =>
    html.match(new RegExp(`<input[^>]*id="${id}"[^>]*>`))?.[0].match(/value="([^"]*)"/)?.[1];
  const seenOn = (html: string) => ({ seen: html.match(/name="seen" value="([^"]+)"/)?.[1] ?? '' });
  const tokenStatus = async (id: string, secret: string) => {
    const response = await fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'x',
        redirect_uri: 'https://shop.example.com/callback',
      }),
    });
    return ((await response.json()) as { error: string }).error;
  };
  const registered = async (fields: object = {}) => {
    await root.open(at('/new'));
    const page = await root.act('save_client', { ...shop, ...fields });
    expect([page.status, headingOf(page.html)]).toEqual([200, 'The application is registered']);
    return { page, id: valueIn(page.html, 'shown_id') ?? '', secret: valueIn(page.html, 'shown_secret') ?? '' };
  };
  const events = async (id: string) => {
    const { rows } = await sql<{ type: string; actor: string }>`SELECT e.type, a.email AS actor FROM audit_event e
      JOIN account a ON a.id::text = e.actor_id::text WHERE e.client_id = ${id} ORDER BY e.id`.execute(server.database);
    return rows;
  };

  test('one is registered; its secret is shown once, in a field that can be selected, and works', async () => {
    const { page, id, secret } = await registered();
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.html).toMatch(/<input[^>]*readonly[^>]*id="shown_secret"/);
    expect(await tokenStatus(id, secret)).toBe('invalid_grant');
    expect(await tokenStatus(id, `${secret}x`)).toBe('invalid_client');
    const client = await findClientById(server.database, id);
    expect(client).toMatchObject({
      requireMfa: true,
      skipConsent: false,
      metadata: { redirect_uris: ['https://shop.example.com/callback', 'https://shop.example.com/other'] },
    });
    expect(await events(id)).toEqual([{ type: 'client.created', actor: 'root@example.com' }]);
    const shown = await root.open(at(`/${id}`));
    expect(headingOf(shown.html)).toBe('Web shop');
    expect(shown.html).not.toContain(secret);
    expect(textOf(shown.html)).toContain('Second factor at every sign-in');
  });

  test('what is refused stands at its field, by its line; everything that was typed is there again', async () => {
    await root.open(at('/new'));
    const typed = {
      ...shop,
      client_name: '  ',
      redirect_uris: 'https://ok.example/\r\nhttp://shop.example.com/\r\nhttps://a.example/#b',
      access_token_ttl: '1.5',
      scope: 'openid email',
      tos_uri: 'https://shop.example.com/terms',
    };
    const page = await root.act('save_client', typed);
    expect(page.status).toBe(422);
    expect(page.html).toMatch(/<title>Error: /);
    expect([...page.html.matchAll(/id="(\w+)-error"/g)].map(([, field]) => field)).toEqual([
      'form',
      'client_name',
      'redirect_uris',
      'access_token_ttl',
    ]);
    const text = textOf(page.html);
    expect(text).toContain(
      'Line 2: It must begin with https:// (or http:// on this machine). Line 3: There must be no # in it.',
    );
    expect(page.html).toContain('http://shop.example.com/\nhttps://a.example/#b</textarea>'.replace('\n', '\r\n'));
    expect(valueIn(page.html, 'scope')).toBe('openid email');
    expect(valueIn(page.html, 'tos_uri')).toBe('https://shop.example.com/terms');
    expect(page.html).toMatch(/<input[^>]*id="require_mfa"[^>]*checked/);
  });

  test('a private key that was pasted by mistake is refused and not repeated', async () => {
    await root.open(at('/new'));
    for (const jwks of ['{"keys":[{"kty":"EC","d":"c2VjcmV0LWtleQ"}]}', '{"keys":[{"kty":"EC","d":"c2VjcmV0LWtleQ"']) {
      const page = await root.act('save_client', { ...shop, token_endpoint_auth_method: 'private_key_jwt', jwks });
      expect([page.status, page.html.includes('jwks-error')]).toEqual([422, true]);
      expect(page.html).not.toContain('c2VjcmV0LWtleQ');
    }
  });

  test('one is changed: what is shown is what is registered, and what is emptied is taken away', async () => {
    const { id } = await registered({
      scope: 'openid email',
      min_acr: 'urn:countersign:acr:mfa',
      access_token_ttl: '300',
    });
    const form = await root.open(at(`/${id}/change`));
    expect([valueIn(form.html, 'scope'), valueIn(form.html, 'access_token_ttl')]).toEqual(['openid email', '300']);
    expect(form.html).toContain('selected>urn:countersign:acr:mfa</option>');
    const page = await root.act('save_client', { ...shop, ...seenOn(form.html), client_name: 'Boutique' });
    expect([headingOf(page.html), textOf(page.html)]).toEqual([
      'Boutique',
      expect.stringContaining('The application was changed.'),
    ]);
    const client = await findClientById(server.database, id);
    expect([client?.metadata.scope, client?.metadata.access_token_ttl, client?.minAcr]).toEqual([
      undefined,
      undefined,
      null,
    ]);
  });

  test('a change by somebody else in between is not undone unseen', async () => {
    const { id } = await registered();
    const form = await root.open(at(`/${id}/change`));
    await sql`UPDATE client SET require_mfa = false, updated_at = now() WHERE id = ${id}`.execute(server.database);
    const refused = await root.act('save_client', { ...shop, ...seenOn(form.html), client_name: 'Boutique' });
    expect([refused.status, valueIn(refused.html, 'client_name')]).toEqual([409, 'Boutique']);
    expect(textOf(refused.html)).toContain('Somebody changed this application after you opened the page.');
    await root.act('save_client', { ...shop, ...seenOn(refused.html), client_name: 'Boutique' });
    expect(await findClientById(server.database, id)).toMatchObject({
      requireMfa: true,
      metadata: { client_name: 'Boutique' },
    });
  });

  test('a new secret with an overlap: both open, and a reload of the page makes no third', async () => {
    const { id, secret } = await registered();
    const form = await root.open(at(`/${id}/rotate-secret`));
    const csrf = form.html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
    const sent = new URLSearchParams({ ...seenOn(form.html), overlap: '3600', csrf, act: 'rotate_secret' });
    const page = await root.post(form.url, sent);
    const fresh = valueIn(page.html, 'shown_secret') ?? '';
    expect(textOf(page.html)).toMatch(/The former secret opens too until .* UTC/);
    expect([await tokenStatus(id, secret), await tokenStatus(id, fresh)]).toEqual(['invalid_grant', 'invalid_grant']);
    const again = await root.post(form.url, sent);
    expect([again.status, again.html.includes('shown_secret')]).toEqual([409, false]);
    expect(textOf(again.html)).toContain('A secret is shown once only');
    expect(await tokenStatus(id, fresh)).toBe('invalid_grant');
    expect((await root.act('rotate_secret', { ...seenOn(again.html), overlap: '3601' })).status).toBe(422);
    const last = await root.act('rotate_secret', { ...seenOn(again.html), overlap: '0' });
    expect(textOf(last.html)).toContain('The former secret is dead.');
    expect([await tokenStatus(id, secret), await tokenStatus(id, fresh)]).toEqual(['invalid_client', 'invalid_client']);
    expect((await events(id)).map(({ type }) => type)).toEqual([
      'client.created',
      'client.secret_rotated',
      'client.secret_rotated',
    ]);
  });

  test('one is deleted, and its page is gone', async () => {
    const { id } = await registered();
    await root.open(at(`/${id}/delete`));
    const page = await root.act('delete_client');
    expect([page.url, textOf(page.html)]).toEqual([
      at('?done=deleted'),
      expect.stringContaining('The application was deleted.'),
    ]);
    for (const path of ['', '/change', '/rotate-secret', '/delete']) {
      expect([path, (await root.open(at(`/${id}${path}`))).status]).toEqual([path, 404]);
    }
  });

  test('an admin registers what people are asked about, and is told what only a super_admin saves', async () => {
    const { id } = await registered({ skip_consent: 'yes' });
    const admin = await ownBrowser(server, await addEnrolledAccount(server, 'admin@example.com', { roles: ['admin'] }));
    await admin.open(at('/new'));
    const refused = await admin.act('save_client', { ...shop, skip_consent: 'yes' });
    expect([refused.status, textOf(refused.html)]).toEqual([
      403,
      expect.stringContaining('Only a super administrator may save this'),
    ]);
    expect(valueIn(refused.html, 'client_name')).toBe('Web shop');
    const made = await admin.act('save_client', shop);
    const own = valueIn(made.html, 'shown_id') ?? '';
    const form = await admin.open(at(`/${own}/change`));
    const moved = await admin.act('save_client', {
      ...shop,
      ...seenOn(form.html),
      redirect_uris: 'https://evil.example/',
    });
    expect(moved.status).toBe(403);
    const csrf = moved.html.match(/name="csrf" value="([^"]+)"/)?.[1] ?? '';
    for (const [task, fields] of [
      ['rotate-secret', { act: 'rotate_secret', overlap: '0' }],
      ['delete', { act: 'delete_client' }],
    ] as const) {
      const shown = await admin.open(at(`/${own}/${task}`));
      expect(shown.html).not.toContain('<button class="primary"');
      expect(
        (await admin.post(at(`/${own}/${task}`), new URLSearchParams({ ...fields, csrf, ...seenOn(form.html) })))
          .status,
      ).toBe(403);
    }
    expect(await findClientById(server.database, own)).toMatchObject({
      metadata: { redirect_uris: ['https://shop.example.com/callback', 'https://shop.example.com/other'] },
    });
    expect(await findClientById(server.database, id)).toBeDefined();
  });

  test('fields that the form does not have change nothing', async () => {
    const { id, secret } = await registered({
      client_id: 'mine',
      client_secret: 'mine',
      created_at: '1970-01-01',
      secret_hash: 'x',
    });
    expect([id, secret]).not.toContain('mine');
    const form = await root.open(at(`/${id}/change`));
    const before = await findClientById(server.database, id);
    await root.act('save_client', {
      ...shop,
      ...seenOn(form.html),
      id: 'x',
      secret_hash: 'x',
      registered_scope: 'admin',
      software_id: 'x',
    });
    expect(await findClientById(server.database, id)).toEqual(before);
  });

  test('names cannot turn the page around, nor bring markup into it', async () => {
    const { id } = await registered({ client_name: '\u202e<img src=x onerror=alert(1)>"' });
    for (const path of ['', `/${id}`, `/${id}/change`, `/${id}/rotate-secret`, `/${id}/delete`]) {
      const { html } = await root.open(at(path));
      expect([path, html.includes('<img src=x')]).toEqual([path, false]);
      expect([path, html.replaceAll(/value="[^"]*"/g, '').includes('\u202e')]).toEqual([path, false]);
    }
  });

  test('the list is paged by cursor: every one once, whatever the cursor says', async () => {
    for (let n = 0; n < 60; n += 1) {
      await createClient(server.database, { client_name: `App ${n}`, redirect_uris: ['https://app.example/'] });
    }
    const seen: string[] = [];
    let address: string | undefined = at('');
    while (address !== undefined) {
      const { html }: { html: string } = await root.open(address);
      seen.push(...[...html.matchAll(/<code>([0-9a-f-]{36})<\/code>/g)].map(([, id = '']) => id));
      const next: string | undefined = html.match(/href="([^"]+)" rel="next"/)?.[1];
      address = next === undefined ? undefined : new URL(next, server.issuer).href;
    }
    const { rows } = await sql<{ id: string }>`SELECT id FROM client ORDER BY created_at, id`.execute(server.database);
    expect(seen).toEqual(rows.map(({ id }) => id));
    for (const query of ['cursor=x', 'cursor=', 'cursor=a&cursor=b', 'cursor[]=1', 'done=__proto__', '%00=%ff']) {
      expect([query, (await root.open(at(`?${query}`))).status]).toEqual([query, 200]);
    }
  });
});

test('statements: a list or one application is two; a form one or two', async () => {
  const server = await startTestServer({ kind: 'postgres' });
  try {
    const root = await ownBrowser(
      server,
      await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] }),
    );
    const { clientId } = await server.addClient();
    const counts: Record<string, number> = {};
    for (const path of ['', `/${clientId}`, '/new', `/${clientId}/change`]) {
      server.statements.length = 0;
      await root.open(`${server.issuer}/admin/clients${path}`);
      counts[path.replace(clientId, ':id')] = server.statements.length;
    }
    expect(counts).toEqual({ '': 2, '/:id': 2, '/new': 1, '/:id/change': 2 });
  } finally {
    await server.stop();
  }
});

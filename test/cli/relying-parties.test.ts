/** Relying parties and resources from the command line: what scripts rely on, and secrets shown once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind, { env: { ISSUER: 'https://id.example.com' } });
  });
  afterAll(() => bench.close());

  const web = ['client', 'create', '--name', 'App', '--redirect-uri', 'https://app.example/cb'];
  const audited = async (type: string, clientId: unknown) => {
    const { rows } = await sql`SELECT 1 FROM audit_event
      WHERE type = ${type} AND client_id = ${String(clientId)} AND actor_type = 'cli'`.execute(bench.database);
    return rows.length;
  };

  test('a new client is its id and its secret, and the secret is not shown again', async () => {
    const created = await bench.json([
      ...[...web, '--redirect-uri', 'http://localhost:9/cb', '--post-logout-redirect-uri', 'https://app.example/'],
      ...['--scope', 'openid email offline_access', '--skip-consent', '--require-mfa'],
    ]);
    expect(Object.keys(created)).toEqual(['client_id', 'client_secret']);
    expect(String(created.client_secret).length).toBeGreaterThanOrEqual(43);
    const shown = await bench.json(['client', 'show', String(created.client_id)]);
    expect(shown).toMatchObject({
      client_name: 'App',
      redirect_uris: ['https://app.example/cb', 'http://localhost:9/cb'],
      post_logout_redirect_uris: ['https://app.example/'],
      scope: 'openid email offline_access',
      skip_consent: true,
      require_mfa: true,
      token_endpoint_auth_method: 'client_secret_basic',
    });
    expect(JSON.stringify(shown)).not.toContain(created.client_secret);
    expect(JSON.stringify(shown)).not.toContain('sha256:');
    expect(await audited('client.created', created.client_id)).toBe(1);
  });

  test('a person sees the secret once too', async () => {
    const { stdout, stderr } = await bench.run(web);
    const secret = /^client_secret\s+(\S+)$/m.exec(stdout)?.[1] ?? 'none';
    expect((stdout + stderr).split(secret)).toHaveLength(2);
  });

  test('a public client has no secret', async () => {
    const created = await bench.json([...web, '--public']);
    expect(Object.keys(created)).toEqual(['client_id']);
    const shown = await bench.json(['client', 'show', '--client', String(created.client_id)]);
    expect(shown.token_endpoint_auth_method).toBe('none');
  });

  test('signing in without our pages is for clients that are registered for it, and not for pages', async () => {
    const created = await bench.json([...web, '--first-party-challenge']);
    const shown = await bench.json(['client', 'show', '--client', String(created.client_id)]);
    expect(shown.first_party_challenge).toBe(true);
    const refused = await bench.run([...web, '--public', '--first-party-challenge']);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain('first_party_challenge: is not allowed for this kind of client');
  });

  test('a machine needs no redirect address', async () => {
    const created = await bench.json(['client', 'create', '--name', 'Job', '--grant-type', 'client_credentials']);
    const shown = await bench.json(['client', 'show', '--client', String(created.client_id)]);
    expect(shown).toMatchObject({ grant_types: ['client_credentials'], redirect_uris: [], response_types: [] });
  });

  test.each([
    ['without an address to come back to', ['client', 'create', '--name', 'A'], 'redirect_uris'],
    ['with plain http', ['client', 'create', '--name', 'A', '--redirect-uri', 'http://a.example/'], 'redirect_uris'],
    ['of an unknown kind', [...web, '--grant-type', 'password'], 'grant_types'],
    ['public and a machine', [...web, '--public', '--grant-type', 'client_credentials'], 'grant_types'],
    ['with an acr nobody knows', [...web, '--min-acr', 'gold'], 'min_acr'],
  ])('a client %s is refused, and which member is wrong is said', async (_, argv, field) => {
    const { exitCode, stdout, stderr } = await bench.run([...argv, '--json']);
    expect(exitCode).toBe(1);
    const { error, problems } = JSON.parse(stdout);
    expect([error, problems[0].field]).toEqual(['invalid_client_metadata', field]);
    expect(stderr).toContain(field);
  });

  test('clients are listed, and a removed one is gone', async () => {
    const { client_id: id } = await bench.json(web);
    const ids = async () =>
      ((await bench.json(['client', 'list'])).data as { client_id: string }[]).map((c) => c.client_id);
    expect(await ids()).toContain(id);
    expect(await bench.json(['client', 'delete', '--client', String(id)])).toEqual({ client_id: id, deleted: true });
    expect(await ids()).not.toContain(id);
    expect(await audited('client.deleted', id)).toBe(1);
    const again = await bench.run(['client', 'delete', '--client', String(id), '--json']);
    expect([again.exitCode, JSON.parse(again.stdout).error]).toEqual([1, 'client_not_found']);
    expect(await audited('client.deleted', id)).toBe(1);
  });

  test('the list is narrowed by name, kind and demand', async () => {
    const named = (name: string) => ['client', 'create', '--name', name, '--redirect-uri', 'https://app.example/'];
    const { client_id: open } = await bench.json([...named('Yak one'), '--public']);
    const { client_id: strict } = await bench.json([...named('YAK two'), '--require-mfa']);
    const ids = async (...argv: string[]) =>
      ((await bench.json(['client', 'list', '--name', 'yak', ...argv])).data as { client_id: string }[]).map(
        ({ client_id }) => client_id,
      );
    expect(await ids()).toEqual([open, strict]);
    expect(await ids('--public')).toEqual([open]);
    expect(await ids('--confidential')).toEqual([strict]);
    expect(await ids('--require-mfa')).toEqual([strict]);
    expect((await bench.run(['client', 'list', '--public', '--confidential'])).exitCode).toBe(1);
  });

  test('resources: our own is always there, others are made once', async () => {
    const argv = ['resource', 'create', '--identifier', 'https://api.example/', '--scope', 'read write read'];
    expect(await bench.json(argv)).toEqual({
      ...{
        identifier: 'https://api.example/',
        scope: 'read write',
        token_format: 'jwt',
        min_acr: null,
        access_token_ttl: null,
      },
    });
    await bench.json(['resource', 'create', '--identifier', 'urn:b', '--scope', 'x', '--token-format', 'opaque']);
    const { data } = await bench.json(['resource', 'list']);
    expect((data as { identifier: string; token_format: string }[]).map((r) => [r.identifier, r.token_format])).toEqual(
      [
        ['https://id.example.com/api', 'opaque'],
        ['https://api.example/', 'jwt'],
        ['urn:b', 'opaque'],
      ],
    );
    expect(JSON.parse((await bench.run([...argv, '--json'])).stdout).error).toBe('identifier_taken');
  });

  test('a resource is shown, changed and removed; what is not given stays', async () => {
    const identifier = 'https://files.example/';
    await bench.json(['resource', 'create', '--identifier', identifier, '--scope', 'read', '--access-token-ttl', '5m']);
    const strict = ['--min-acr', 'urn:countersign:acr:mfa', '--token-format', 'opaque', '--no-access-token-ttl'];
    const changed = await bench.json(['resource', 'update', identifier, '--scope', 'read write', ...strict]);
    expect(changed).toEqual({
      ...{ identifier, scope: 'read write', token_format: 'opaque', access_token_ttl: null },
      min_acr: 'urn:countersign:acr:mfa',
    });
    expect(await bench.json(['resource', 'show', '--identifier', identifier])).toEqual(changed);
    const refused = async (...argv: string[]) => JSON.parse((await bench.run([...argv, '--json'])).stdout).error;
    expect(await refused('resource', 'update', identifier)).toBe('nothing_to_change');
    expect(await refused('resource', 'update', identifier, '--min-acr', 'x', '--no-min-acr')).toBe('contradiction');
    expect(await refused('resource', 'update', identifier, '--min-acr', 'gold')).toBe('unknown_acr');
    expect(await bench.json(['resource', 'show', identifier])).toEqual(changed);
    expect(await bench.json(['resource', 'delete', identifier])).toEqual({ identifier, deleted: true });
    for (const argv of [['show'], ['delete'], ['update', '--scope', 'x']])
      expect(await refused('resource', ...argv, '--identifier', identifier)).toBe('resource_not_found');
    const { rows } = await sql<{ type: string; detail: object }>`SELECT type, detail FROM audit_event
      WHERE detail->>'identifier' = ${identifier} ORDER BY id`.execute(bench.database);
    expect(rows.map(({ type }) => type)).toEqual(['resource.created', 'resource.updated', 'resource.deleted']);
    expect(rows[1]?.detail).toMatchObject({ scope: { from: 'read', to: 'read write' } });
  });

  test.each([
    ['https://id.example.com/api', 'a', 'reserved'],
    ['not a uri', 'a', 'not_a_uri'],
    ['https://a.example/#x', 'a', 'fragment'],
    ['https://a.example/', 'a"b', 'invalid_scope'],
  ])('the resource %j with the scope %j is refused: %s', async (identifier, scope, because) => {
    const refused = await bench.run(['resource', 'create', '--identifier', identifier, '--scope', scope, '--json']);
    expect([refused.exitCode, JSON.parse(refused.stdout).error]).toEqual([1, because]);
  });
});

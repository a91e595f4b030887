/** Relying parties changed from the command line: what is not given stays, and secrets are shown once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { clientPayload } from '../../src/oidc/client.js';
import { compareClientSecret } from '../../src/oidc/client-secret.js';
import { findClientById } from '../../src/oidc/client-store.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind);
  });
  afterAll(() => bench.close());

  const made = async (...more: string[]) => {
    const argv = ['client', 'create', '--name', 'App', '--redirect-uri', 'https://app.example/cb', ...more];
    const { client_id: id, client_secret: secret } = await bench.json(argv);
    return { id: String(id), secret: secret === undefined ? undefined : String(secret) };
  };
  const refused = async (...argv: string[]) => {
    const { exitCode, stdout } = await bench.run([...argv, '--json']);
    return [exitCode, JSON.parse(stdout).error];
  };
  const events = async (id: string) => {
    const { rows } = await sql<{ type: string; detail: Record<string, unknown> }>`SELECT type, detail FROM audit_event
      WHERE client_id = ${id} AND actor_type = 'cli' AND actor_id = 'tester' ORDER BY id`.execute(bench.database);
    return rows;
  };
  /** As the engine asks. */
  const opens = async (id: string, secret: unknown) => {
    const client = await findClientById(bench.database, id);
    return compareClientSecret(client === undefined ? undefined : clientPayload(client).client_secret, String(secret));
  };

  describe('client update', () => {
    test('changes what is given, keeps the rest, and says in the audit log what changed', async () => {
      const { id } = await made('--scope', 'openid email', '--require-mfa');
      const argv = [
        '--name',
        'Renamed',
        '--redirect-uri',
        'https://b.example/',
        '--redirect-uri',
        'https://c.example/',
      ];
      const after = await bench.json(['client', 'update', '--client', id, ...argv, '--skip-consent']);
      expect(after).toMatchObject({
        ...{ client_id: id, client_name: 'Renamed', scope: 'openid email', require_mfa: true, skip_consent: true },
        redirect_uris: ['https://b.example/', 'https://c.example/'],
      });
      expect(after).toEqual(await bench.json(['client', 'show', id]));
      expect(JSON.stringify(after)).not.toContain('sha256');
      expect((await events(id)).slice(1)).toMatchObject([
        { type: 'client.updated', detail: { fields: ['client_name', 'redirect_uris', 'skip_consent'] } },
      ]);
    });

    test('what was switched on is switched off again', async () => {
      const { id } = await made(
        '--scope',
        'openid',
        '--require-mfa',
        '--skip-consent',
        '--min-acr',
        'urn:countersign:acr:mfa',
      );
      const argv = ['--no-require-mfa', '--no-skip-consent', '--no-min-acr', '--any-scope'];
      const after = await bench.json(['client', 'update', id, ...argv]);
      expect(after).toMatchObject({ require_mfa: false, skip_consent: false, min_acr: null });
      expect(after).not.toHaveProperty('scope');
    });

    test('lifetimes are set in any unit and taken back together', async () => {
      const { id } = await made('--access-token-ttl', '5m', '--refresh-token-ttl', '24h');
      const lifetimes = { access_token_ttl: 300, refresh_token_ttl: 86_400 };
      expect(await bench.json(['client', 'show', id])).toMatchObject({ ...lifetimes, last_used_at: null });
      expect(await bench.json(['client', 'update', id, '--id-token-ttl', '90s'])).toMatchObject({
        ...{ ...lifetimes, id_token_ttl: 90 },
      });
      const after = await bench.json(['client', 'update', id, '--no-token-ttls']);
      for (const member of ['access_token_ttl', 'refresh_token_ttl', 'id_token_ttl']) {
        expect(after).not.toHaveProperty(member);
      }
      expect(await refused('client', 'update', id, '--id-token-ttl', '1m', '--no-token-ttls')).toEqual([
        ...[1, 'contradiction'],
      ]);
    });

    test.each([
      [['--require-mfa', '--no-require-mfa'], 'contradiction'],
      [['--scope', 'openid', '--any-scope'], 'contradiction'],
      [['--redirect-uri', 'javascript:alert(1)'], 'invalid_client_metadata'],
      [['--redirect-uri', 'https://*.example/'], 'invalid_client_metadata'],
      [['--min-acr', 'gold'], 'invalid_client_metadata'],
      [[], 'nothing_to_change'],
    ])('%j is refused: %s', async (argv, because) => {
      const { id } = await made();
      expect(await refused('client', 'update', id, ...argv)).toEqual([1, because]);
      expect(await events(id)).toHaveLength(1);
    });

    test('of nobody is refused', async () => {
      expect(await refused('client', 'update', 'nobody', '--name', 'x')).toEqual([1, 'client_not_found']);
    });
  });

  describe('client rotate-secret', () => {
    test('gives a new secret, once; the former is dead at once', async () => {
      const { id, secret } = await made();
      const { exitCode, stdout, stderr } = await bench.run(['client', 'rotate-secret', id]);
      const renewed = /^client_secret\s+(\S+)$/m.exec(stdout)?.[1] ?? 'none';
      expect([exitCode, (stdout + stderr).split(renewed).length]).toEqual([0, 2]);
      expect([await opens(id, secret), await opens(id, renewed)]).toEqual([false, true]);
      const told = await events(id);
      expect(told.at(-1)?.type).toBe('client.secret_rotated');
      expect(JSON.stringify(told)).not.toContain(renewed);
    });

    test('with --overlap both open until its time is over by the database’s clock, and never a third', async () => {
      const { id, secret } = await made();
      const second = await bench.json(['client', 'rotate-secret', id, '--overlap', '24h']);
      expect(Object.keys(second)).toEqual(['client_id', 'client_secret', 'previous_secret_expires_at']);
      expect([await opens(id, secret), await opens(id, second.client_secret)]).toEqual([true, true]);
      const third = await bench.json(['client', 'rotate-secret', id, '--overlap', '720h']);
      const all = [secret, second.client_secret, third.client_secret];
      expect(await Promise.all(all.map((text) => opens(id, text)))).toEqual([false, true, true]);
      await sql`UPDATE client SET previous_secret_expires_at = now() WHERE id = ${id}`.execute(bench.database);
      expect(await Promise.all(all.map((text) => opens(id, text)))).toEqual([false, false, true]);
      expect(await bench.json(['client', 'show', id])).toMatchObject({ previous_secret_expires_at: null });
    });

    test('neither hash opens, nor both together, nor nothing', async () => {
      const { id } = await made();
      await bench.json(['client', 'rotate-secret', id, '--overlap', '1h']);
      const client = await findClientById(bench.database, id);
      const stored = client === undefined ? '' : String(clientPayload(client).client_secret);
      expect(stored.split(' ')).toHaveLength(2);
      for (const text of [stored, ...stored.split(' '), '', ' ']) expect(await opens(id, text)).toBe(false);
    });

    test('is refused for a public client, for nobody, and for more than 30 days', async () => {
      const { id } = await made('--public');
      expect(await refused('client', 'rotate-secret', id)).toEqual([1, 'client_has_no_secret']);
      expect(await refused('client', 'rotate-secret', 'nobody')).toEqual([1, 'client_not_found']);
      expect(await refused('client', 'rotate-secret', id, '--overlap', '721h')).toEqual([2, 'wrong_use']);
    });
  });
});

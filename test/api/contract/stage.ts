/** A whole server with everybody who may knock at the API, and fresh things for them to work on. */
import { sql } from 'kysely';
import { createResource } from '../../../src/oidc/resource-store.js';
import { enrolledAccount } from '../../attacks/attack-fixture.js';
import { type CommandBench, openCommandBench } from '../../cli/command-bench.js';
import { newPerson } from '../../support/person.js';
import { newRelyingParty } from '../../support/relying-party.js';
import { type EnrolledAccount, signInWithPassword, signInWithTotp } from '../../support/sign-in.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import type { Call, Document } from './document.js';
import { type Keeper, newKeeper } from './keeper.js';

export interface Stage {
  readonly server: TestServer;
  readonly document: Document;
  readonly keeper: Keeper;
  /** A super_admin's, with both factors a moment ago and every scope. */
  readonly adminToken: string;
  /** Somebody's own, with both factors a moment ago and the scope `account`. */
  readonly personToken: string;
  /** Of somebody without a second factor, whose sign-in was a moment ago. */
  readonly beginnerToken: string;
  /** Somebody with a second factor who types it, and this one's token. */
  readonly owner: { readonly seed: string; readonly token: string };
  /** Tokens that do not suffice for anything that administrators do. */
  readonly weakTokens: Readonly<Record<string, string>>;
  /** Values for the parameters in a call's path: of something made for this call alone. */
  fresh(call: Call): Promise<Record<string, string>>;
  /** The token that may do this. */
  tokenFor(call: Call): string;
  close(): Promise<void>;
}

const everyScope = 'openid account admin:read admin';

export async function openStage(): Promise<Stage> {
  const server = await startTestServer({ env: { RATE_LIMIT: 'off', REQUIRE_ADMIN_MFA: 'true' } });
  const bench = await openCommandBench('postgres', { change: { database: server.database } });
  const document: Document = JSON.parse(await (await fetch(`${server.issuer}/api/openapi.json`)).text());
  const party = await newRelyingParty(server, await server.addClient({ client_name: 'Contract' }));
  const resource = `${server.issuer}/api`;

  async function tokenOf(owner: Pick<EnrolledAccount, 'email'> & { readonly seed?: string }, scope = everyScope) {
    const url = await party.authorizationUrl({ scope, ...(scope.includes('a') ? { resource } : {}) });
    const person = newPerson(server.issuer);
    const { email, seed } = owner;
    const page =
      seed === undefined
        ? await signInWithPassword(person, url, email)
        : await signInWithTotp(server, person, url, { email, seed });
    const left = page.leftFor ?? (await person.act('not_now')).leftFor;
    return (await party.redeem(left)).access_token;
  }

  const root = await enrolledAccount(server, { roles: ['super_admin'] });
  const person = await enrolledAccount(server);
  const owner = await enrolledAccount(server);
  const beginner = await server.addAccount('beginner@example.com');
  const withoutFactor = await server.addAccount('half-admin@example.com', { roles: ['admin'] });
  const expired = await breakGlass(bench, root.email);
  await sql`UPDATE oidc_record SET expires_at = now() - interval '1 second' WHERE model = 'AccessToken'`.execute(
    server.database,
  );
  const tokens = {
    adminToken: await tokenOf(root),
    personToken: await tokenOf(person, 'openid account'),
    owner: { seed: owner.seed, token: await tokenOf(owner, 'openid account') },
    beginnerToken: await tokenOf(beginner, 'openid account'),
    weakTokens: {
      'that was made up': 'x'.repeat(43),
      'that has expired': expired,
      'for another resource': await tokenOf(person, 'openid'),
      'of a plain person with the scope': await tokenOf(person),
      'of an administrator without a second factor': await tokenOf(withoutFactor),
      'of a client by itself': await clientToken(server),
    },
  };
  const makers = makersFor(server);

  return {
    server,
    document,
    keeper: newKeeper(server.issuer, document),
    ...tokens,
    async fresh({ path }) {
      if (!path.includes('{')) return {};
      const maker = Object.entries(makers).find(([prefix]) => path.startsWith(prefix))?.[1];
      if (maker === undefined) throw new Error(`Say in contract/stage.ts how what ${path} is about is made.`);
      return maker();
    },
    tokenFor: ({ scopes }) => (scopes.some((scope) => scope !== 'account') ? tokens.adminToken : tokens.personToken),
    async close() {
      await bench.close();
      await server.stop();
    },
  };
}

async function breakGlass(bench: CommandBench, user: string): Promise<string> {
  return String((await bench.json(['token', '--user', user, '--scope', 'admin'])).access_token);
}

/** Of a client that was granted nothing but reading. */
async function clientToken(server: TestServer): Promise<string> {
  const { clientId, clientSecret = '' } = await server.addClient({
    ...{ grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: 'admin:read' },
  });
  const response = await fetch(`${server.issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', scope: 'admin:read', resource: `${server.issuer}/api` },
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`the client got no token: ${response.status}`);
  return token;
}

/** By the beginning of the path; the first that fits. */
function makersFor(server: TestServer): Readonly<Record<string, () => Promise<Record<string, string>>>> {
  let count = 0;
  return {
    '/api/users/{id}/mfa/disable': async () => ({ id: (await enrolledAccount(server)).account.id }),
    '/api/users/{id}': async () => {
      count += 1;
      return { id: (await server.addAccount(`target-${count}@example.com`)).id };
    },
    '/api/groups/{id}': async () => {
      count += 1;
      const { rows } = await sql<{
        id: string;
      }>`INSERT INTO account_group (name) VALUES (${`Target ${count}`}) RETURNING id`.execute(server.database);
      return { id: rows[0]?.id ?? '' };
    },
    '/api/clients/{id}': async () => ({ id: (await server.addClient({ client_name: 'Target' })).clientId }),
    '/api/resources/{id}': async () => {
      count += 1;
      const identifier = `https://target-${count}.example/`;
      const made = await createResource(server.database, server.issuer, { identifier, scope: 'read' });
      if (!made.ok) throw new Error(made.because);
      return { id: made.resource.id };
    },
  };
}

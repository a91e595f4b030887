/** Registers the demo's relying parties with Countersign, or brings an earlier registration up to date. */
import type { Database } from '../../src/database/schema.js';
import type { Client } from '../../src/oidc/client.js';
import { listClients } from '../../src/oidc/client-list-store.js';
import type { ClientRegistration } from '../../src/oidc/client-registration.js';
import { createClient, rotateClientSecret, updateClient } from '../../src/oidc/client-store.js';

export interface DemoClients {
  readonly web: { readonly clientId: string; readonly clientSecret: string };
  readonly spa: { readonly clientId: string };
}

/** `origin` is the relying party's; the single-page one lives under `/spa/` of it. */
export async function prepareDemoClients(database: Database, origin: string): Promise<DemoClients> {
  const existing = await listClients(database);
  const web = await prepare(database, existing, {
    client_name: 'Demo relying party',
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/signed-out`],
  });
  const spa = await prepare(database, existing, {
    client_name: 'Demo single-page app',
    redirect_uris: [`${origin}/spa/`],
    post_logout_redirect_uris: [`${origin}/spa/`],
    token_endpoint_auth_method: 'none',
    application_type: 'web',
  });
  return { web: { clientId: web.id, clientSecret: await newSecret(database, web.id) }, spa: { clientId: spa.id } };
}

/** The ports may be others than last time, so the addresses are written again. */
async function prepare(database: Database, existing: readonly Client[], asked: ClientRegistration): Promise<Client> {
  const before = existing.find(({ metadata }) => metadata.client_name === asked.client_name);
  const result = await (before === undefined
    ? createClient(database, asked)
    : updateClient(database, before.id, asked));
  if (!result.ok) throw new Error(`${asked.client_name} could not be registered: ${JSON.stringify(result)}`);
  return result.client;
}

/** Only its hash is kept, so a demo that starts again needs a new one. */
async function newSecret(database: Database, clientId: string): Promise<string> {
  const result = await rotateClientSecret(database, clientId);
  if (!result.ok) throw new Error(`No client secret: ${result.because}`);
  return result.clientSecret ?? '';
}

/** The engine's storage of clients: reads through the request's scope, writes for dynamic registration. */
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Connection } from '../database/schema.js';
import { clientPayload } from './client.js';
import { deleteClient, findClientById, saveRegisteredClient } from './client-store.js';
import { currentScope } from './current-scope.js';
import { lifetimeMembers } from './token-lifetimes.js';

/** `find` needs no statement when a token or session of this request brought the client along. */
export function createClientAdapter(connection: Connection): Adapter {
  return {
    async find(id) {
      const scope = currentScope();
      const known = scope?.client(id);
      if (known !== undefined) return known === null ? undefined : clientPayload(known);
      const read = () => findClientById(connection, id);
      const client = await (scope?.once(`client ${id}`, read) ?? read());
      scope?.offerClient(id, client ?? null);
      return client === undefined ? undefined : clientPayload(client);
    },

    async upsert(id, payload) {
      await saveRegisteredClient(connection, { id, secret: payload.client_secret, metadata: registered(payload) });
      currentScope()?.forgetClient(id);
    },

    async destroy(id) {
      await deleteClient(connection, id);
      currentScope()?.forgetClient(id);
    },

    findByUid: unused,
    findByUserCode: unused,
    consume: unused,
    revokeByGrantId: unused,
  };
}

/** What the client said of itself; ids, secret and our own members have columns. */
function registered(payload: AdapterPayload): object {
  const ours: readonly string[] = [
    'client_id',
    'client_secret',
    'require_mfa',
    'min_acr',
    'skip_consent',
    'first_party_challenge',
    'registered_scope',
    ...lifetimeMembers,
  ];
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !ours.includes(name)));
}

async function unused(): Promise<undefined> {
  throw new Error('The protocol engine does not do this with clients.');
}

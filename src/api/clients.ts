/** Relying parties over the API: read here, changed in client-changes. */

import { clientNotFound } from '../administration/administration-problems.js';
import { formatClientCursor, parseClientCursor } from '../administration/client-cursor.js';
import { invalidCursor } from '../http/cursor.js';
import { type ClientPosition, listClientPage } from '../oidc/client-list-store.js';
import { findClientById } from '../oidc/client-store.js';
import { type AdminParts, permitAdminRead } from './admin-parts.js';
import { createClientCall, deleteClientCall, rotateSecretCall, updateClientCall } from './client-changes.js';
import { exampleClient } from './client-examples.js';
import { clientListQuery, clientListSchema, clientParams, clientSchema } from './client-schema.js';
import { showClient } from './client-view.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { defaultLimit } from './user-schema.js';

/** The calls about relying parties. */
export function clientOperations(parts: AdminParts): readonly Operation[] {
  return [
    listClientsCall(parts),
    createClientCall(parts),
    getClientCall(parts),
    updateClientCall(parts),
    deleteClientCall(parts),
    rotateSecretCall(parts),
  ];
}

function getClientCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/clients/{id}',
      operationId: 'getClient',
      summary: 'One relying party',
      description: 'Without its secret, which nobody can read back.',
      scopes: ['admin:read'],
      params: clientParams,
      query: noParameters,
      answer: { description: 'The client', schema: clientSchema, example: exampleClient },
      refusals: { 404: 'There is no such client (`client_not_found`)' },
    },
    async ({ token, params }) => {
      permitAdminRead(token, parts);
      const client = await findClientById(parts.database, params.id ?? '');
      if (client === undefined) throw clientNotFound();
      return showClient(client);
    },
  );
}

function listClientsCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/clients',
      operationId: 'listClients',
      summary: 'Relying parties, oldest first',
      description:
        'Filters narrow each other. None is left out or told twice when others are made or removed between two pages.',
      scopes: ['admin:read'],
      params: noParameters,
      query: clientListQuery,
      answer: {
        description: 'A page of clients',
        schema: clientListSchema,
        example: { data: [exampleClient], next_cursor: null },
      },
      refusals: {},
    },
    async ({ token, query }) => {
      permitAdminRead(token, parts);
      const {
        name_prefix: namePrefix,
        public: isPublic,
        require_mfa: requireMfa,
        limit = defaultLimit,
        cursor,
      } = query;
      const filter = { namePrefix, isPublic, requireMfa };
      const { clients, next } = await listClientPage(parts.database, { limit, after: positionOf(cursor), filter });
      return {
        data: clients.map(showClient),
        next_cursor: next === null ? null : formatClientCursor(next),
      };
    },
  );
}

/** Throws Problem 400 for a cursor that was not given here. */
function positionOf(cursor: string | undefined): ClientPosition | undefined {
  if (cursor === undefined) return undefined;
  const position = parseClientCursor(cursor);
  if (position === undefined) throw invalidCursor();
  return position;
}

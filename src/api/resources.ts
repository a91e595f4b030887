/** Resource servers over the API: read here, changed in resource-changes. */

import { resourceNotFound } from '../administration/administration-problems.js';
import { formatResourceCursor, parseResourceCursor } from '../administration/resource-cursor.js';
import { invalidCursor } from '../http/cursor.js';
import { listResourcePage } from '../oidc/resource-list-store.js';
import { findRegisteredResource } from '../oidc/resource-store.js';
import { type AdminParts, permitAdminRead } from './admin-parts.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { createResourceCall, deleteResourceCall, updateResourceCall } from './resource-changes.js';
import {
  exampleResource,
  resourceListQuery,
  resourceListSchema,
  resourceParams,
  resourceSchema,
} from './resource-schema.js';
import { showResource } from './resource-view.js';
import { defaultLimit } from './user-schema.js';

/** The calls about resource servers. */
export function resourceOperations(parts: AdminParts): readonly Operation[] {
  return [
    listResourcesCall(parts),
    createResourceCall(parts),
    getResourceCall(parts),
    updateResourceCall(parts),
    deleteResourceCall(parts),
  ];
}

function getResourceCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/resources/{id}',
      operationId: 'getResource',
      summary: 'One resource server',
      description: 'By its `id`, which the list and the answer to its registration have.',
      scopes: ['admin:read'],
      params: resourceParams,
      query: noParameters,
      answer: { description: 'The resource', schema: resourceSchema, example: exampleResource },
      refusals: { 404: 'There is no such resource (`resource_not_found`)' },
    },
    async ({ token, params: { id = '' } }) => {
      permitAdminRead(token, parts);
      const resource = await findRegisteredResource(parts.database, { id });
      if (resource === undefined) throw resourceNotFound();
      return showResource(resource);
    },
  );
}

function listResourcesCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/resources',
      operationId: 'listResources',
      summary: 'Resource servers, by their identifiers',
      description: 'Filters narrow each other. This API, `ISSUER/api`, is always a resource and not in the list.',
      scopes: ['admin:read'],
      params: noParameters,
      query: resourceListQuery,
      answer: {
        description: 'A page of resources',
        schema: resourceListSchema,
        example: { data: [exampleResource], next_cursor: null },
      },
      refusals: {},
    },
    async ({ token, query }) => {
      permitAdminRead(token, parts);
      const { identifier_prefix: identifierPrefix, token_format: tokenFormat, limit = defaultLimit, cursor } = query;
      const page = { limit, after: positionOf(cursor) };
      const { resources, next } = await listResourcePage(parts.database, { identifierPrefix, tokenFormat }, page);
      return { data: resources.map(showResource), next_cursor: next === null ? null : formatResourceCursor(next) };
    },
  );
}

/** Throws Problem 400 for a cursor that was not given here. */
function positionOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = parseResourceCursor(cursor);
  if (position === undefined) throw invalidCursor();
  return position;
}

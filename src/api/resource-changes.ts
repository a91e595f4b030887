/** Resource servers registered, changed and removed by administrators. */
import { resourceNotFound } from '../administration/administration-problems.js';
import { changeResource, registerResource, removeResource } from '../administration/change-resource.js';
import { Problem } from '../http/problem.js';
import { type AdminParts, administratorOf } from './admin-parts.js';
import { noContent } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import {
  exampleNewResource,
  exampleResource,
  newResourceBody,
  resourceChangesBody,
  resourceParams,
  resourceSchema,
} from './resource-schema.js';
import { resourceProblem, showResource } from './resource-view.js';

const refusals = {
  401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
  403: 'The token does not suffice; or only a super_admin may do this (`super_admin_required`)',
  404: 'There is no such resource (`resource_not_found`)',
} as const;
const invalid =
  'The body is no JSON object (`invalid_json`), has a member that is unknown or of another type (`invalid_body`), or a value that is not allowed (`invalid_resource_metadata`); see `errors`';

const { identifier: _stays, ...exampleChanges } = exampleNewResource;

export function createResourceCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/resources',
      operationId: 'createResource',
      summary: 'Register a resource server',
      description: 'Clients can ask for its tokens from then on, on every node.',
      scopes: ['admin'],
      params: noParameters,
      query: noParameters,
      body: { schema: newResourceBody, example: exampleNewResource },
      answer: { status: 201, description: 'The resource', schema: resourceSchema, example: exampleResource },
      refusals: {
        400: invalid,
        401: refusals[401],
        409: 'There is a resource with this identifier (`identifier_taken`)',
      },
    },
    async (asked) => {
      const { identifier, scope, token_format: tokenFormat = 'jwt', min_acr: minAcr = null } = asked.body;
      const accessTokenTtlSeconds = asked.body.access_token_ttl ?? null;
      const resource = { identifier, scope, tokenFormat, minAcr, accessTokenTtlSeconds };
      const by = administratorOf(asked, parts);
      const created = await registerResource(parts.database, by, parts.settings.issuer, resource);
      if (created.ok) return showResource(created.resource);
      if (created.because !== 'identifier_taken') throw resourceProblem(created.because);
      throw new Problem(409, 'identifier_taken', 'There is a resource with this identifier.');
    },
  );
}

export function updateResourceCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'patch',
      path: '/api/resources/{id}',
      operationId: 'updateResource',
      summary: 'Change a resource server',
      description:
        'A super_admin’s. What is not given stays. Refresh tokens and introspection follow at once: scopes that are gone, and sign-ins weaker than `min_acr`, give nothing any more. JWTs that a resource checks offline live on for their few minutes.',
      scopes: ['admin'],
      params: resourceParams,
      query: noParameters,
      body: { schema: resourceChangesBody, example: exampleChanges },
      answer: { description: 'The resource, changed', schema: resourceSchema, example: exampleResource },
      refusals: { 400: invalid, ...refusals },
    },
    async (asked) => {
      const { scope, token_format: tokenFormat, min_acr: minAcr, access_token_ttl: seconds } = asked.body;
      const change = { scope, tokenFormat, minAcr, accessTokenTtlSeconds: seconds };
      const address = { id: asked.params.id ?? '' };
      const changed = await changeResource(parts.database, administratorOf(asked, parts), address, change);
      if (changed.ok) return showResource(changed.resource);
      throw changed.because === 'resource_not_found' ? resourceNotFound() : resourceProblem(changed.because);
    },
  );
}

export function deleteResourceCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'delete',
      path: '/api/resources/{id}',
      operationId: 'deleteResource',
      summary: 'Remove a resource server',
      description:
        'A super_admin’s. Nobody gets tokens for it any more, neither by a sign-in nor by a refresh token, and introspection calls those that exist inactive. JWTs that it checks offline live on for their few minutes.',
      scopes: ['admin'],
      params: resourceParams,
      query: noParameters,
      answer: noContent,
      refusals,
    },
    async (asked) => {
      const by = administratorOf(asked, parts);
      const deleted = await removeResource(parts.database, by, { id: asked.params.id ?? '' });
      if (!deleted.ok) throw resourceNotFound();
      return undefined;
    },
  );
}

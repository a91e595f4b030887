/** Relying parties registered, changed, given new secrets and removed by administrators. */
import { clientNotFound } from '../administration/administration-problems.js';
import { changeClient, registerClient, removeClient, renewClientSecret } from '../administration/change-client.js';
import { Problem } from '../http/problem.js';
import type { ClientChange } from '../oidc/client-difference.js';
import type { ClientRegistration } from '../oidc/client-registration.js';
import { type AdminParts, administratorOf } from './admin-parts.js';
import { noContent } from './admin-schema.js';
import { exampleClient, exampleClientWithSecret, exampleNewClient } from './client-examples.js';
import {
  clientChangesBody,
  clientParams,
  clientWithSecretSchema,
  newClientBody,
  rotateSecretBody,
} from './client-schema.js';
import { registrationProblem, showClientWithSecret } from './client-view.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';

const recent = 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)';
const superOnly =
  'The token does not suffice; or only a super_admin may do this (`super_admin_required`): see the description';
const missing = 'There is no such client (`client_not_found`)';
const invalid =
  'The body is no JSON object (`invalid_json`), has a member that is unknown or of another type (`invalid_body`), or a value that is not allowed: `invalid_redirect_uri`, `invalid_client_metadata` (RFC 7591); see `errors`';

export function createClientCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/clients',
      operationId: 'createClient',
      summary: 'Register a relying party',
      description:
        'Members have the names of RFC 7591. `client_id` and `client_secret` are chosen here; the secret is in this answer only. One that people are not asked about (`skip_consent`, `first_party_challenge`, `client_credentials`) is registered by a super_admin.',
      scopes: ['admin'],
      params: noParameters,
      query: noParameters,
      body: { schema: newClientBody, example: exampleNewClient },
      answer: {
        status: 201,
        description: 'The client and, unless it is public or has keys, its secret',
        schema: clientWithSecretSchema,
        example: exampleClientWithSecret,
      },
      refusals: { 400: invalid, 401: recent, 403: superOnly },
    },
    async (asked) => {
      const created = await registerClient(parts.database, administratorOf(asked, parts), withoutNulls(asked.body));
      if (!created.ok) throw registrationProblem(created.problems, asked.body);
      return showClientWithSecret(created.client, created.clientSecret);
    },
  );
}

export function updateClientCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'patch',
      path: '/api/clients/{id}',
      operationId: 'updateClient',
      summary: 'Change a relying party',
      description:
        'What is not given stays; lists are replaced whole; null takes a member away. What was issued under the former registration stays. A client that needs a secret from now on, and has none, gets one, in this answer only. Only a super_admin changes one that people are not asked about, where codes go or how the client proves itself (`redirect_uris`, `grant_types`, `token_endpoint_auth_method`, `application_type`, keys), or makes `require_mfa` or `min_acr` weaker.',
      scopes: ['admin'],
      params: clientParams,
      query: noParameters,
      body: { schema: clientChangesBody, example: exampleNewClient },
      answer: { description: 'The client, changed', schema: clientWithSecretSchema, example: exampleClient },
      refusals: { 400: invalid, 401: recent, 403: superOnly, 404: missing },
    },
    async (asked) => {
      const { params, body } = asked;
      const by = administratorOf(asked, parts);
      const changed = await changeClient(parts.database, by, params.id ?? '', body as ClientChange);
      if (changed.ok) return showClientWithSecret(changed.client, changed.clientSecret);
      if (changed.because === 'client_not_found') throw clientNotFound();
      throw registrationProblem(changed.problems, body);
    },
  );
}

export function deleteClientCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'delete',
      path: '/api/clients/{id}',
      operationId: 'deleteClient',
      summary: 'Remove a relying party',
      description:
        'With its codes, tokens and sign-ins in progress, and what people allowed it. JWTs live on until they expire. A super_admin’s.',
      scopes: ['admin'],
      params: clientParams,
      query: noParameters,
      answer: noContent,
      refusals: { 401: recent, 403: superOnly, 404: missing },
    },
    async (asked) => {
      const deleted = await removeClient(parts.database, administratorOf(asked, parts), asked.params.id ?? '');
      if (!deleted.ok) throw clientNotFound();
      return undefined;
    },
  );
}

export function rotateSecretCall(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/clients/{id}/rotate-secret',
      operationId: 'rotateClientSecret',
      summary: 'Give a relying party a new secret',
      description:
        'In this answer only. The former one is dead at once, or opens for `overlap_seconds` more, so that a relying party of many machines can change over. At most two secrets open. The body may be left out. A super_admin’s.',
      scopes: ['admin'],
      params: clientParams,
      query: noParameters,
      body: { schema: rotateSecretBody, example: { overlap_seconds: 86400 }, optional: true },
      answer: {
        description: 'The client and its new secret',
        schema: clientWithSecretSchema,
        example: { ...exampleClientWithSecret, previous_secret_expires_at: '2026-03-15T09:26:53.589Z' },
      },
      refusals: { 401: recent, 403: superOnly, 404: missing, 409: 'It is public or has keys (`client_has_no_secret`)' },
    },
    async (asked) => {
      const overlapSeconds = asked.body.overlap_seconds ?? 0;
      const by = administratorOf(asked, parts);
      const rotated = await renewClientSecret(parts.database, by, asked.params.id ?? '', { overlapSeconds });
      if (rotated.ok) return showClientWithSecret(rotated.client, rotated.clientSecret);
      if (rotated.because === 'client_not_found') throw clientNotFound();
      throw new Problem(409, 'client_has_no_secret', 'This client proves itself without a secret.');
    },
  );
}

function withoutNulls(body: object): ClientRegistration {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null),
  ) as unknown as ClientRegistration;
}

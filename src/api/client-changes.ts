/** Relying parties registered, changed, given new secrets and removed by administrators. */
import type { AuditEvent, AuditEventType } from '../audit/audit-event.js';
import { Problem } from '../http/problem.js';
import type { ClientChange } from '../oidc/client-difference.js';
import type { ClientRegistration } from '../oidc/client-registration.js';
import { createClient, deleteClient, rotateClientSecret, updateClient } from '../oidc/client-store.js';
import { type AdminParts, administerInstallation } from './admin-parts.js';
import { noContent } from './admin-schema.js';
import { exampleClient, exampleClientWithSecret, exampleNewClient } from './client-examples.js';
import {
  clientChangesBody,
  clientParams,
  clientWithSecretSchema,
  newClientBody,
  rotateSecretBody,
} from './client-schema.js';
import { clientNotFound, registrationProblem, showClientWithSecret } from './client-view.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, type OperationRequest, operation } from './operation.js';

const recent = 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)';
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
        'Members have the names of RFC 7591. `client_id` and `client_secret` are chosen here; the secret is in this answer only.',
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
      refusals: { 400: invalid, 401: recent },
    },
    async ({ token, body, origin }) =>
      administerInstallation(parts, token, async (transaction) => {
        const registration = withoutNulls(body);
        const created = await createClient(transaction, registration, (id) => [
          clientEvent({ token, origin }, 'client.created', id, { name: body.client_name }),
        ]);
        if (!created.ok) throw registrationProblem(created.problems, body);
        return showClientWithSecret(created.client, created.clientSecret);
      }),
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
        'What is not given stays; lists are replaced whole; null takes a member away. What was issued under the former registration stays. A client that needs a secret from now on, and has none, gets one, in this answer only.',
      scopes: ['admin'],
      params: clientParams,
      query: noParameters,
      body: { schema: clientChangesBody, example: exampleNewClient },
      answer: { description: 'The client, changed', schema: clientWithSecretSchema, example: exampleClient },
      refusals: { 400: invalid, 401: recent, 404: missing },
    },
    async ({ token, params: { id = '' }, body, origin }) =>
      administerInstallation(parts, token, async (transaction) => {
        const changed = await updateClient(transaction, id, body as ClientChange, ({ fields, detail }) => [
          clientEvent({ token, origin }, 'client.updated', id, { fields, ...detail }),
        ]);
        if (changed.ok) return showClientWithSecret(changed.client, changed.clientSecret);
        if (changed.because === 'client_not_found') throw clientNotFound();
        throw registrationProblem(changed.problems, body);
      }),
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
        'With its codes, tokens and sign-ins in progress, and what people allowed it. JWTs live on until they expire.',
      scopes: ['admin'],
      params: clientParams,
      query: noParameters,
      answer: noContent,
      refusals: { 401: recent, 404: missing },
    },
    async ({ token, params: { id = '' }, origin }) => {
      const deleted = await administerInstallation(parts, token, (transaction) =>
        deleteClient(transaction, id, [clientEvent({ token, origin }, 'client.deleted', id)]),
      );
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
        'In this answer only. The former one is dead at once, or opens for `overlap_seconds` more, so that a relying party of many machines can change over. At most two secrets open. The body may be left out.',
      scopes: ['admin'],
      params: clientParams,
      query: noParameters,
      body: { schema: rotateSecretBody, example: { overlap_seconds: 86400 }, optional: true },
      answer: {
        description: 'The client and its new secret',
        schema: clientWithSecretSchema,
        example: { ...exampleClientWithSecret, previous_secret_expires_at: '2026-03-15T09:26:53.589Z' },
      },
      refusals: { 401: recent, 404: missing, 409: 'It is public or has keys (`client_has_no_secret`)' },
    },
    async ({ token, params: { id = '' }, body: { overlap_seconds: overlapSeconds = 0 }, origin }) =>
      administerInstallation(parts, token, async (transaction) => {
        const detail = { overlap_seconds: overlapSeconds };
        const events = [clientEvent({ token, origin }, 'client.secret_rotated', id, detail)];
        const rotated = await rotateClientSecret(transaction, id, { overlapSeconds, events });
        if (rotated.ok) return showClientWithSecret(rotated.client, rotated.clientSecret);
        if (rotated.because === 'client_not_found') throw clientNotFound();
        throw new Problem(409, 'client_has_no_secret', 'This client proves itself without a secret.');
      }),
  );
}

/** `client_id` of the event is the client it happened to; through which one the administrator came is in its detail. */
function clientEvent(
  { token, origin }: Pick<OperationRequest<unknown, unknown>, 'token' | 'origin'>,
  type: AuditEventType,
  clientId: string,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEvent {
  const by = { through_client: token.clientId, ...(token.breakGlass ? { break_glass: true } : {}) };
  return { ...origin(), type, subjectId: null, clientId, outcome: 'success', detail: { ...detail, ...by } };
}

function withoutNulls(body: object): ClientRegistration {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null),
  ) as unknown as ClientRegistration;
}

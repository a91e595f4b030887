/** One's own second factors over the API: what there is. */
import { readMfaState } from '../mfa/mfa-state-store.js';
import { findPendingEnrolment } from '../mfa/pending-enrolment-store.js';
import { factorName } from '../mfa/totp-enrolment.js';
import { type MfaParts, permittedAccount } from './mfa-parts.js';
import { exampleFactorId, factorListSchema, noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { decideOwnRead } from './own-account-access.js';

/** Two statements besides the token's: the factors, and the one that waits for its first code. */
export function listFactors({ database, audience }: MfaParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/mfa/factors',
      operationId: 'listMfaFactors',
      summary: 'One’s own second factors',
      description: 'Those that count, and the one that still waits for its first code (`verified` is false).',
      scopes: ['account'],
      params: noParameters,
      query: noParameters,
      answer: {
        description: 'The factors',
        schema: factorListSchema,
        example: {
          data: [
            {
              id: exampleFactorId,
              type: 'totp',
              name: 'Phone',
              created_at: '2026-03-14T09:26:53.589Z',
              last_used_at: '2026-04-01T07:00:12.004Z',
              verified: true,
              expires_at: null,
            },
          ],
        },
      },
      refusals: {},
    },
    async ({ token }) => {
      const { id } = permittedAccount(decideOwnRead(token), audience);
      const { factors } = await readMfaState(database, id);
      const found = await findPendingEnrolment(database, id);
      const confirmed = factors.map(({ createdAt, lastUsedAt, ...factor }) => ({
        ...factor,
        created_at: createdAt.toISOString(),
        last_used_at: lastUsedAt?.toISOString() ?? null,
        verified: true,
        expires_at: null,
      }));
      if (!found.ok) return { data: confirmed };
      const { pending } = found;
      const waiting = {
        id: pending.id,
        type: 'totp' as const,
        name: factorName(pending.name),
        created_at: pending.createdAt.toISOString(),
        last_used_at: null,
        verified: false,
        expires_at: pending.expiresAt.toISOString(),
      };
      return { data: [...confirmed, waiting] };
    },
  );
}

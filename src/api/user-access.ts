/** How an account gets in, or stops being in: unlocking it, and its sessions. */
import { findAccountById } from '../accounts/account-store.js';
import { perform } from '../administration/administer.js';
import { accountNotFound } from '../administration/administration-problems.js';
import * as acts from '../administration/user-access.js';
import { listSessions } from '../oidc/sessions.js';
import { type AdminParts, administerUser, administratorOf, permitAdminRead } from './admin-parts.js';
import { noContent, sessionListSchema, sessionQuery } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { sessionJson } from './session-view.js';
import { exampleUser, sparseUserSchema, userParams } from './user-schema.js';

const refusals = {
  401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
  403: 'The token does not suffice; or it is an administrator’s account, which only a super_admin changes (`super_admin_required`)',
  404: 'There is no such account (`account_not_found`)',
} as const;

export function unlockUser(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/users/{id}/unlock',
      operationId: 'unlockUser',
      summary: 'Forget wrong passwords and codes',
      description:
        'From wherever they came. Look at the audit log first: whoever was stopped at the code knew the password. Takes no body.',
      scopes: ['admin'],
      params: userParams,
      query: noParameters,
      answer: { description: 'The account, which can try again', schema: sparseUserSchema, example: exampleUser },
      refusals,
    },
    async (asked) => administerUser(parts, asked, acts.unlockUser(parts.keyRing), {}),
  );
}

export function listUserSessions(parts: AdminParts): Operation {
  const { database, keyRing } = parts;
  return operation(
    {
      method: 'get',
      path: '/api/users/{id}/sessions',
      operationId: 'listUserSessions',
      summary: 'Where the account is signed in',
      description: 'At most 200. An id ends a session and opens none.',
      scopes: ['admin:read'],
      params: userParams,
      query: noParameters,
      answer: {
        description: 'The sessions',
        schema: sessionListSchema,
        example: {
          data: [
            {
              id: 'Yq3Zb1cWm0x8',
              created_at: '2026-04-01T07:00:12.000Z',
              last_used_at: '2026-04-01T09:41:00.000Z',
              user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0',
              ip: '203.0.113.7',
              clients: [{ id: 'wiki', name: 'Wiki' }],
            },
          ],
        },
      },
      refusals: { 404: refusals[404] },
    },
    async ({ token, params }) => {
      permitAdminRead(token, parts);
      const reading = await findAccountById(database, params.id ?? '');
      if (reading === undefined) throw accountNotFound();
      const sessions = await listSessions(database, keyRing, reading.account.id);
      return { data: sessions.map(sessionJson) };
    },
  );
}

export function endUserSessions(parts: AdminParts): Operation {
  return operation(
    {
      method: 'delete',
      path: '/api/users/{id}/sessions',
      operationId: 'endUserSessions',
      summary: 'Sign the account out',
      description:
        'Everywhere, with every refresh token, known browser and sign-in in progress; or, with `session`, one session and the tokens that came of it.',
      scopes: ['admin'],
      params: userParams,
      query: sessionQuery,
      answer: noContent,
      refusals: { ...refusals, 404: 'There is no such account (`account_not_found`) or session (`session_not_found`)' },
    },
    async (asked) => {
      const change = { act: acts.endUserSessions, targetId: asked.params.id ?? '', input: asked.query };
      return perform(parts.database, administratorOf(asked, parts), change, async () => undefined);
    },
  );
}

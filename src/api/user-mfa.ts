/** Other people's second factors, as far as administrators go: taken away, reset, and the grace period extended. */
import * as acts from '../administration/user-mfa.js';
import { type AdminParts, administerUser } from './admin-parts.js';
import { extendGraceBody, reasonBody } from './admin-schema.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { exampleUser, sparseUserSchema, userParams } from './user-schema.js';

const exampleReason = 'Lost phone, called back on the number in the directory';

const refusals = {
  401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
  403: 'The token does not suffice; or it is one’s own account (`own_account`), or an administrator’s, which only a super_admin changes (`super_admin_required`)',
  404: 'There is no such account (`account_not_found`)',
} as const;

const withoutFactor = {
  ...exampleUser,
  mfa_enabled: false,
  mfa_configured_at: null,
  backup_codes_remaining: 0,
  mfa_factors: [],
};

export function disableUserMfa(parts: AdminParts): Operation {
  return removal(parts, {
    act: 'disable',
    operationId: 'disableUserMfa',
    summary: 'Take all second factors away',
    description:
      'Factors and backup codes are gone; every session and refresh token of the account has ended. Policy may demand a new factor at the next sign-in; a grace period does not come back. The person is told by mail.',
    demandEnrolment: false,
  });
}

export function resetUserMfa(parts: AdminParts): Operation {
  return removal(parts, {
    act: 'reset',
    operationId: 'resetUserMfa',
    summary: 'Take all second factors away and demand a new one',
    description:
      'Like disable, and whatever the policy, a factor must be set up at the next sign-in, without grace. Also for an account that has none now. The person is told by mail.',
    demandEnrolment: true,
  });
}

interface Removal {
  readonly act: 'disable' | 'reset';
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly demandEnrolment: boolean;
}

function removal(parts: AdminParts, { act, operationId, summary, description, demandEnrolment }: Removal): Operation {
  return operation(
    {
      method: 'post',
      path: `/api/users/{id}/mfa/${act}`,
      operationId,
      summary,
      description,
      scopes: ['admin'],
      params: userParams,
      query: noParameters,
      body: { schema: reasonBody, example: { reason: exampleReason } },
      answer: { description: 'The account, without factors', schema: sparseUserSchema, example: withoutFactor },
      refusals: demandEnrolment ? refusals : { ...refusals, 409: 'There is none (`mfa_not_enabled`)' },
    },
    async (asked) =>
      administerUser(parts, asked, demandEnrolment ? acts.resetUserMfa : acts.disableUserMfa, asked.body),
  );
}

export function extendUserGrace(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/users/{id}/mfa/extend-grace',
      operationId: 'extendUserGrace',
      summary: 'Extend the grace period of one account',
      description:
        'Until then the account may sign in without the second factor that policy requires, also when its grace period has ended. At most 90 days ahead by the database’s clock. It ends with the first factor, and with a reset.',
      scopes: ['admin'],
      params: userParams,
      query: noParameters,
      body: { schema: extendGraceBody, example: { until: '2026-05-01T00:00:00Z', reason: exampleReason } },
      answer: {
        description: 'The account; see `mfa_grace_ends_at`',
        schema: sparseUserSchema,
        example: { ...withoutFactor, mfa_grace_ends_at: '2026-05-01T00:00:00.000Z' },
      },
      refusals: {
        ...refusals,
        409: 'After a reset a factor must be set up at the next sign-in (`enrolment_demanded`)',
        422: 'The date is past, or more than 90 days ahead (`date_out_of_range`)',
      },
    },
    async (asked) => administerUser(parts, asked, acts.extendUserGrace, asked.body),
  );
}

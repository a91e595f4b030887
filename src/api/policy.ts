/** The policy about second factors over the API. */
import { changePolicy } from '../administration/change-policy.js';
import { effectivePolicy } from '../mfa/effective-policy.js';
import { readStoredPolicy } from '../mfa/policy-change-store.js';
import { type AdminParts, administratorOf, permitAdminRead } from './admin-parts.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { examplePolicy, examplePolicyChanges, policyChangesBody, policySchema, showPolicy } from './policy-schema.js';

export function policyOperations(parts: AdminParts): readonly Operation[] {
  return [getPolicy(parts), updatePolicy(parts)];
}

function getPolicy(parts: AdminParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/policy',
      operationId: 'getPolicy',
      summary: 'Who must have a second factor',
      description:
        'The rules as they count: for everybody, by role, and by group. What the environment fixes says so (`fixed`).',
      scopes: ['admin:read'],
      params: noParameters,
      query: noParameters,
      answer: { description: 'The policy', schema: policySchema, example: examplePolicy },
      refusals: {},
    },
    async ({ token }) => {
      permitAdminRead(token, parts);
      return showPolicy(effectivePolicy(parts.policy, await readStoredPolicy(parts.database)));
    },
  );
}

function updatePolicy(parts: AdminParts): Operation {
  return operation(
    {
      method: 'patch',
      path: '/api/policy',
      operationId: 'updatePolicy',
      summary: 'Change who must have a second factor',
      description:
        'What is not given stays. It counts at once, on every node, for sessions and refresh tokens too. A requirement that begins gives everybody the grace period; taken away and set again it renews nobody’s. Only a super_admin does this.',
      scopes: ['admin'],
      params: noParameters,
      query: noParameters,
      body: {
        schema: policyChangesBody,
        example: examplePolicyChanges,
      },
      answer: { description: 'The policy, changed', schema: policySchema, example: examplePolicy },
      refusals: {
        401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
        403: 'The token does not suffice, or its person is no super_admin (`super_admin_required`)',
        404: 'There is no such group (`group_not_found`)',
        409: 'The environment decides it (`fixed_by_environment`); nobody would be left who can administer, unless `force` (`no_admin_left`); or there are too many rules (`too_many_rules`)',
      },
    },
    async (asked) => {
      const { all, roles, groups, grace_period_days: gracePeriodDays, reason, force = false } = asked.body;
      const change = { all, roles, groups, gracePeriodDays };
      return showPolicy(await changePolicy(parts, administratorOf(asked, parts), { change, reason, force }));
    },
  );
}

/** What a change of the policy would do, over the API, before anybody makes it. */
import { z } from 'zod';
import type { PolicySimulation } from '../administration/simulate-policy.js';
import { simulatePolicy } from '../administration/simulate-policy.js';
import type { Census } from '../census/census.js';
import { type AdminParts, permitAdminRead } from './admin-parts.js';
import { noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { examplePolicyChanges, policySimulationBody } from './policy-schema.js';
import { counts, namedCounts, requiredBecause } from './report-schema.js';
import { accountId, mfaState, moment } from './user-schema.js';

const count = z.int().min(0);
const census = z.strictObject({ ...counts, roles: z.array(namedCounts), groups: z.array(namedCounts) });
const administrators = z.strictObject({ admin: count, super_admin: count });

const simulationSchema = z
  .strictObject({
    taken_at: moment,
    before: census,
    after: census,
    newly_overdue: count.meta({
      description: 'Sign-ins that would end at the enrolment, and whose sessions yield nothing',
    }),
    newly_in_grace: count.meta({ description: 'Accounts that would need a second factor and could wait' }),
    released: count.meta({ description: 'Accounts without one that would no longer need one' }),
    deadline_moved: count.meta({ description: 'Accounts that wait before and after, for another time' }),
    first_deadline: moment.nullable().meta({ description: 'When the first that could wait would have to have one' }),
    administrators: z
      .strictObject({ before: administrators, after: administrators })
      .meta({ description: 'Those who can sign in and have what is required of them' }),
    leaves_no_administrator: z.boolean().meta({ description: 'Whether the change would be refused unless forced' }),
    affected: z
      .array(
        z.strictObject({
          id: accountId,
          email: z.string(),
          name: z.string(),
          from: mfaState,
          to: mfaState,
          because: requiredBecause.nullable(),
          of: z.string().nullable().meta({ description: 'The role or group whose rule it is' }),
          deadline: moment.nullable(),
        }),
      )
      .meta({ description: 'A hundred accounts at most, those that would be overdue first' }),
  })
  .meta({ id: 'PolicySimulation', description: 'How accounts stand, and how they would' });

const { reason: _reason, force: _force, ...exampleChanges } = examplePolicyChanges;

const exampleCounts = { enrolled: 812, in_grace: 0, overdue: 0, exempt: 149, pending: 3, disabled: 36 };

/** Needs `admin:read` alone: it changes nothing, and tells nothing that the report of who has what does not. */
export function simulatePolicyChange(parts: Pick<AdminParts, 'database' | 'policy' | 'audience'>): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/policy/simulate',
      operationId: 'simulatePolicy',
      summary: 'What a change of the policy would do, and to whom',
      description:
        'Takes what `PATCH /api/policy` takes, without a reason, and changes nothing. Every account is decided twice, under the rules as they are and as they would be, by what decides at sign-in; nobody is asked for what a client or request demands beside the policy. A hundred thousand accounts take some seconds.',
      scopes: ['admin:read'],
      params: noParameters,
      query: noParameters,
      body: { schema: policySimulationBody, example: exampleChanges },
      answer: {
        description: 'Before and after',
        schema: simulationSchema,
        example: {
          taken_at: '2026-03-14T09:26:53.589Z',
          before: { ...exampleCounts, roles: [], groups: [] },
          after: { ...exampleCounts, in_grace: 140, overdue: 9, exempt: 0, roles: [], groups: [] },
          ...{ newly_overdue: 9, newly_in_grace: 140, released: 0, deadline_moved: 0 },
          first_deadline: '2026-03-28T09:26:53.589Z',
          administrators: { before: { admin: 4, super_admin: 2 }, after: { admin: 3, super_admin: 2 } },
          leaves_no_administrator: false,
          affected: [
            {
              ...{ id: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d', email: 'ada@example.org', name: 'Ada Lovelace' },
              ...{ from: 'exempt', to: 'overdue', because: 'required_for_all', of: null, deadline: null },
            },
          ],
        },
      },
      refusals: {
        404: 'There is no such group (`group_not_found`)',
        409: 'The environment decides it (`fixed_by_environment`)',
      },
    },
    async ({ token, body }) => {
      permitAdminRead(token, parts);
      const { all, roles, groups, grace_period_days: gracePeriodDays } = body;
      return showSimulation(await simulatePolicy(parts, { all, roles, groups, gracePeriodDays }));
    },
  );
}

/** As the API and the command line write it. */
export function showSimulation(simulation: PolicySimulation): z.input<typeof simulationSchema> {
  const { before, after, administrators: admins, affected, firstDeadline } = simulation;
  return {
    taken_at: before.takenAt.toISOString(),
    before: showCensus(before),
    after: showCensus(after),
    newly_overdue: simulation.newlyOverdue,
    newly_in_grace: simulation.newlyInGrace,
    released: simulation.released,
    deadline_moved: simulation.deadlineMoved,
    first_deadline: firstDeadline?.toISOString() ?? null,
    administrators: { before: { ...admins.before }, after: { ...admins.after } },
    leaves_no_administrator: simulation.leavesNoAdministrator,
    affected: affected.map(({ id, email, name, from, to }) => ({
      ...{ id, email, name, from, to: to.standing, because: to.because, of: to.ruleName },
      deadline: to.deadline?.toISOString() ?? null,
    })),
  };
}

function showCensus({ all, roles, groups }: Census) {
  return { ...all, roles: [...roles], groups: [...groups] };
}

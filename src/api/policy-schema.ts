/** The policy about second factors as the API shows and takes it. */
import { z } from 'zod';
import { mfaLevels } from '../accounts/account-rules.js';
import type { EffectivePolicy } from '../mfa/effective-policy.js';
import { reason } from './admin-schema.js';
import { moment } from './user-schema.js';

/** Rules that one change can set: what happened must fit one entry of the audit log. */
const mostAtOnce = 10;

export const level = z.enum(mfaLevels).meta({
  description:
    '`required` with the grace period; `report_only` asks for nothing, and the audit log says at each sign-in what `required` would have done; `encouraged` suggests one; `optional`',
  example: 'required',
});

const source = z
  .enum(['environment', 'database', 'default'])
  .meta({ description: 'Who decides it', example: 'database' });
const fixed = z.boolean().meta({ description: 'Whether the environment decides: then it is read-only here' });

const ruleShape = {
  level,
  source,
  fixed,
  since: moment.nullable().meta({ description: 'When it first required a second factor; null when it never did' }),
};

export const policySchema = z
  .strictObject({
    all: z.strictObject(ruleShape),
    roles: z
      .array(z.strictObject({ role: z.string().meta({ example: 'editor' }), ...ruleShape }))
      .meta({ description: '`admin` and `super_admin`, and other roles that have a rule' }),
    groups: z
      .array(z.strictObject({ id: z.string(), name: z.string().meta({ example: 'Finance' }), ...ruleShape }))
      .meta({ description: 'The groups that have a rule' }),
    grace_period_days: z.strictObject({ value: z.int().meta({ example: 7 }), source, fixed }),
  })
  .meta({ id: 'Policy', description: 'Of all rules that apply to an account the strictest counts' });

const roleName = z
  .string()
  .regex(/^[a-z0-9_-]{1,40}$/)
  .meta({ example: 'editor' });

const ruleChanges = {
  all: level
    .nullable()
    .optional()
    .meta({ description: 'About everybody; null takes the rule away: the default counts' }),
  roles: z
    .array(z.strictObject({ role: roleName, level: level.nullable() }))
    .min(1)
    .max(mostAtOnce)
    .optional()
    .meta({ description: 'Roles that are not named keep their rules; null takes one away' }),
  groups: z
    .array(z.strictObject({ id: z.uuid(), level }))
    .min(1)
    .max(mostAtOnce)
    .optional()
    .meta({ description: 'Groups that are not named keep their rules' }),
  grace_period_days: z
    .int()
    .min(0)
    .max(90)
    .nullable()
    .optional()
    .meta({ description: 'Days from the beginning of a requirement; null: the default', example: 14 }),
};

export const policyChangesBody = z
  .strictObject({
    ...ruleChanges,
    reason,
    force: z.boolean().optional().meta({ description: 'Also when no administrator would be left who can work' }),
  })
  .refine(
    ({ reason: _reason, force: _force, ...changes }) => Object.keys(changes).length > 0,
    'must have something to change',
  )
  .meta({ id: 'PolicyChanges' });

/** A change that is only thought of: it takes no reason. */
export const policySimulationBody = z
  .strictObject(ruleChanges)
  .refine((changes) => Object.keys(changes).length > 0, 'must have something to change')
  .meta({ id: 'PolicySimulationRequest' });

export const examplePolicy = {
  all: { level: 'encouraged', source: 'database', fixed: false, since: null },
  roles: [
    { role: 'admin', level: 'required', source: 'environment', fixed: true, since: '2026-01-02T10:00:00.000Z' },
    { role: 'super_admin', level: 'required', source: 'environment', fixed: true, since: '2026-01-02T10:00:00.000Z' },
  ],
  groups: [
    {
      id: '5d0c4f1e-93f2-4d0e-8a53-0a1f6b7c8d9e',
      name: 'Finance',
      level: 'required',
      source: 'database',
      fixed: false,
      since: '2026-03-01T08:00:00.000Z',
    },
  ],
  grace_period_days: { value: 14, source: 'database', fixed: false },
};

export const examplePolicyChanges = {
  all: 'encouraged',
  roles: [{ role: 'editor', level: 'required' }],
  groups: [{ id: '5d0c4f1e-93f2-4d0e-8a53-0a1f6b7c8d9e', level: 'report_only' }],
  grace_period_days: 14,
  reason: 'Decided by the board',
  force: false,
};

/** As the API and the command line write it. */
export function showPolicy({ all, roles, groups, gracePeriodDays }: EffectivePolicy): z.input<typeof policySchema> {
  return {
    all: withTime(all),
    roles: roles.map(withTime),
    groups: groups.map(withTime),
    grace_period_days: { ...gracePeriodDays },
  };
}

function withTime<R extends { readonly since: Date | null }>(rule: R): Omit<R, 'since'> & { since: string | null } {
  return { ...rule, since: rule.since?.toISOString() ?? null };
}

/** Reports as the API shows them. */
import { z } from 'zod';
import { accountId, limitParameter, mfaFactor, mfaState, moment, status } from './user-schema.js';

const count = z.int().min(0);

export const counts = {
  enrolled: count,
  in_grace: count,
  overdue: count,
  exempt: count,
  pending: count,
  disabled: count,
};

export const namedCounts = z.strictObject({ name: z.string().meta({ example: 'staff' }), ...counts });

const day = z.iso.date().meta({ description: 'A day, UTC', example: '2026-03-14' });

export const adoptionSchema = z
  .strictObject({
    now: z
      .strictObject({
        taken_at: moment,
        ...counts,
        roles: z.array(namedCounts),
        groups: z.array(namedCounts),
      })
      .meta({ description: 'How accounts stand, as counted at `taken_at`; the 200 largest roles and groups' }),
    days: z
      .array(z.strictObject({ day, ...counts }))
      .meta({ description: 'How they stood at the beginning of each day' }),
  })
  .meta({ id: 'Adoption', description: 'How many accounts have a second factor, now and day by day' });

export const adoptionQuery = z.object({
  from: day.optional().meta({ description: 'First day; 90 days before `to` without it', example: '2026-01-01' }),
  to: day.optional().meta({ description: 'Last day; today without it', example: '2026-03-31' }),
  role: z.string().min(1).max(64).optional().meta({ description: 'Days of this role alone', example: 'staff' }),
  group: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Days of this group alone, by its name', example: 'Sales' }),
});

export const requiredBecause = z.enum([
  'required_for_all',
  'required_for_admins',
  'required_for_role',
  'required_for_group',
  'reset_by_admin',
  'demanded_by_request',
]);

export const complianceEntrySchema = z
  .strictObject({
    id: accountId,
    email: z.string(),
    name: z.string(),
    status,
    roles: z.array(z.string()),
    groups: z.array(z.string()),
    mfa_state: mfaState,
    mfa_required: z.boolean(),
    required_because: requiredBecause
      .nullable()
      .meta({ description: 'The strictest rule; null when nothing requires one' }),
    required_of: z.string().nullable().meta({ description: 'The role or group of that rule' }),
    mfa_grace_ends_at: moment.nullable(),
    mfa_configured_at: moment.nullable(),
    mfa_last_verified_at: moment.nullable(),
    mfa_factors: z.array(mfaFactor),
    backup_codes_remaining: count,
    created_at: moment,
    last_sign_in_at: moment.nullable(),
  })
  .meta({ id: 'ComplianceEntry', description: 'One account and what it has' });

export const complianceSchema = z
  .strictObject({
    data: z.array(complianceEntrySchema),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'ComplianceReport', description: 'A page of accounts and what they have, oldest first' });

export const complianceQuery = z.object({
  state: mfaState.optional(),
  role: z.string().min(1).max(64).optional().meta({ description: 'One role the account has', example: 'admin' }),
  group: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The name of a group the account is in, in any case, or its id', example: 'Sales' }),
  limit: limitParameter('Accounts per page; in an export: at most'),
  cursor: z.string().min(1).max(900).optional().meta({ description: '`next_cursor` of the page before' }),
});

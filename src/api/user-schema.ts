/** An account as the API shows it. The types, the checks and the OpenAPI document all come from here. */
import { z } from 'zod';
import { userSorts } from '../administration/user-cursor.js';
import { standings } from '../census/standing.js';

export const moment = z.iso.datetime().meta({ description: 'ISO 8601, UTC', example: '2026-03-14T09:26:53.589Z' });

export const accountId = z
  .uuid()
  .meta({ description: 'Id of the account', example: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d' });

export const status = z.enum(['active', 'pending', 'disabled']).meta({
  description: 'Only active accounts sign in; pending ones wait for their activation',
  example: 'active',
});

export const mfaFactor = z.strictObject({
  id: z.uuid().meta({ example: '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9' }),
  type: z.enum(['totp']).meta({ example: 'totp' }),
  name: z.string().meta({ example: 'Phone' }),
  created_at: moment,
  last_used_at: moment.nullable(),
});

/** Every field an account can be asked for. None is a secret, and none can be computed back to one. */
export const userSchema = z
  .strictObject({
    id: accountId,
    email: z.string().meta({ example: 'ada@example.org' }),
    mfa_enabled: z.boolean().meta({ description: 'Whether the account has a confirmed second factor' }),
    mfa_configured_at: moment
      .nullable()
      .meta({ description: 'When its present set of factors began; null without one' }),
    name: z.string().meta({ description: 'May be empty', example: 'Ada Lovelace' }),
    roles: z.array(z.string()).meta({ example: ['admin'] }),
    status,
    mfa_required: z.boolean().meta({ description: 'Whether policy requires a second factor of this account' }),
    mfa_grace_ends_at: moment.nullable().meta({
      description:
        'Until when sign-in without a second factor is still possible; null when nothing is required, or nothing waits',
    }),
    mfa_last_verified_at: moment.nullable(),
    backup_codes_remaining: z.int().min(0).meta({ description: 'Unused backup codes', example: 9 }),
    mfa_factors: z
      .array(mfaFactor)
      .meta({ description: 'Confirmed second factors, oldest first; never their secrets' }),
    created_at: moment,
    last_sign_in_at: moment.nullable(),
  })
  .meta({ id: 'User', description: 'An account' });

/** An account with all its fields. */
export type User = z.infer<typeof userSchema>;
export type UserField = keyof User;

/** All fields, in the order they are shown. */
export const userFields = Object.keys(userSchema.shape) as readonly UserField[];

/** Answers to `?fields=`. */
export const sparseUserSchema = userSchema
  .partial()
  .meta({ id: 'SparseUser', description: 'The fields asked for; without `fields` all of them' });

/** One page. */
export const userListSchema = z
  .strictObject({
    data: z.array(sparseUserSchema),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'UserList', description: 'A page of accounts' });

/** `fields=email,mfa_enabled`: a closed list. */
const fields = z
  .string()
  .max(500)
  .transform((text, context): readonly UserField[] => {
    const asked = new Set(text.split(','));
    const known = userFields.filter((field) => asked.has(field));
    if (known.length === asked.size) return known;
    context.addIssue({ code: 'custom', message: `must be a comma list of ${userFields.join(', ')}` });
    return z.NEVER;
  })
  .optional()
  .meta({ description: `Comma list of: ${userFields.join(', ')}`, example: 'email,mfa_enabled' });

export const userParams = z.object({ id: accountId });

export const userQuery = z.object({ fields });

/** Entries per page when nobody says how many. */
export const defaultLimit = 50;

/** `limit` of a list. */
export function limitParameter(description: string) {
  return z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, 'must be a whole number from 1 to 200')
    .transform(Number)
    .optional()
    .meta({
      description,
      override: { type: 'integer', minimum: 1, maximum: 200, default: defaultLimit, pattern: undefined },
    });
}

export const mfaState = z.enum(standings).meta({
  description:
    'Of accounts that can sign in: `enrolled` has a second factor; `in_grace` needs one and may wait; `overdue` must set one up at the next sign-in; `exempt` has none and needs none. `pending` and `disabled` cannot sign in',
  example: 'overdue',
});

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const userListQuery = z.object({
  email: z.string().min(1).max(320).optional().meta({ description: 'The whole address, in any case' }),
  q: z
    .string()
    .min(1)
    .max(320)
    .optional()
    .meta({ description: 'How the address, the name, or its last word begins, in any case', example: 'lovel' }),
  mfa_enabled: flag.optional().meta({ description: 'Whether the account has a second factor', example: 'false' }),
  mfa_state: mfaState.optional(),
  group: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'The name of a group the account is in, in any case, or its id', example: 'Sales' }),
  locked: flag.optional().meta({
    description: 'Whether sign-in is refused now after too many wrong passwords or codes, from one source at least',
    example: 'true',
  }),
  role: z.string().min(1).max(64).optional().meta({ description: 'One role the account has', example: 'admin' }),
  status: status.optional(),
  fields,
  sort: z.enum(userSorts).optional().meta({
    description: 'With a dash: from the end. `last_sign_in` has those first who never did',
    example: '-created',
  }),
  limit: limitParameter('Accounts per page'),
  cursor: z.string().min(1).max(900).optional().meta({ description: '`next_cursor` of the page before' }),
});

/** An account for the document's examples, with nothing left out. */
export const exampleUser: User = {
  id: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
  email: 'ada@example.org',
  mfa_enabled: true,
  mfa_configured_at: '2026-03-14T09:26:53.589Z',
  name: 'Ada Lovelace',
  roles: ['admin'],
  status: 'active',
  mfa_required: true,
  mfa_grace_ends_at: null,
  mfa_last_verified_at: '2026-04-01T07:00:12.004Z',
  backup_codes_remaining: 9,
  mfa_factors: [
    {
      id: '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9',
      type: 'totp',
      name: 'Phone',
      created_at: '2026-03-14T09:26:53.589Z',
      last_used_at: '2026-04-01T07:00:12.004Z',
    },
  ],
  created_at: '2026-01-02T10:00:00.000Z',
  last_sign_in_at: '2026-04-01T07:00:12.310Z',
};

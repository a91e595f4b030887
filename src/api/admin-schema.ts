/** What administrators send, and what only they are shown. */
import { z } from 'zod';
import { longestPersonName, mostRoles, roleShape } from '../accounts/account-limits.js';
import { parseEmail } from '../accounts/email.js';
import { auditEventTypes } from '../audit/audit-event.js';
import { accountId, limitParameter, moment, status } from './user-schema.js';

const name = z
  .string()
  .trim()
  .max(longestPersonName)
  .meta({ description: 'As other people are to see it; may be empty', example: 'Ada Lovelace' });

const roles = z
  .array(z.string().regex(roleShape))
  .max(mostRoles)
  .meta({
    description:
      '`admin` and `super_admin` administer here, and only a super_admin gives them; others mean nothing to Countersign',
    example: ['editor'],
  });

export const reason = z.string().trim().min(1).max(500).meta({
  description: 'Why; kept in the audit log',
  example: 'Lost phone, called back on the number in the directory',
});

const email = z
  .string()
  .max(1000)
  .transform((text, context) => {
    const parsed = parseEmail(text);
    if (parsed.ok) return parsed;
    context.addIssue({ code: 'custom', message: 'must be an e-mail address' });
    return z.NEVER;
  })
  .meta({ description: 'Where mails go, and what the person signs in with', example: 'ada@example.org' });

export const newUserBody = z
  .strictObject({
    email,
    name: name.optional(),
    roles: roles.optional(),
    password: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .meta({ description: 'Without it an active account gets a mail with which the person chooses one' }),
    status: status.optional(),
  })
  .meta({ id: 'NewUser' });

export const userChangesBody = z
  .strictObject({ name: name.optional(), roles: roles.optional(), status: status.optional() })
  .refine((body) => Object.keys(body).length > 0, 'must have at least one member')
  .meta({ id: 'UserChanges' });

export const reasonBody = z.strictObject({ reason }).meta({ id: 'Reason' });

export const extendGraceBody = z
  .strictObject({
    until: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .meta({ description: 'ISO 8601; at most 90 days ahead', example: '2026-05-01T00:00:00Z' }),
    reason,
  })
  .meta({ id: 'ExtendGrace' });

export const sessionListSchema = z
  .strictObject({
    data: z.array(
      z.strictObject({
        id: z.string().meta({ description: 'Opens nothing; ends the session', example: 'Yq3…' }),
        created_at: moment.nullable().meta({ description: 'When it was signed in; null when unknown' }),
        last_used_at: moment.nullable(),
        user_agent: z.string().meta({ description: 'As the browser called itself; may be empty' }),
        ip: z.string().nullable(),
        clients: z.array(z.strictObject({ id: z.string(), name: z.string() })),
      }),
    ),
  })
  .meta({ id: 'SessionList', description: 'Live sessions, the last used first' });

export const sessionQuery = z.object({
  session: z.string().min(1).max(200).optional().meta({ description: 'Id of one session; without it all of them' }),
});

const eventTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const auditQuery = z.object({
  type: z.enum(auditEventTypes).optional().meta({ description: 'One type of event', example: 'mfa.reset' }),
  user_id: accountId.optional().meta({ description: 'Events that happened to this account' }),
  actor_id: z.string().min(1).max(200).optional().meta({ description: 'Events that this account or client caused' }),
  client_id: z.string().min(1).max(200).optional().meta({ description: 'Events about or through this client' }),
  outcome: z.enum(['success', 'failure']).optional(),
  from: eventTime.optional().meta({ description: 'Not before; ISO 8601', example: '2026-03-01T00:00:00Z' }),
  to: eventTime.optional().meta({ description: 'Before; ISO 8601', example: '2026-04-01T00:00:00Z' }),
  limit: limitParameter('Events per page; an export has no limit unless it is given one'),
  cursor: z.string().min(1).max(200).optional().meta({ description: '`next_cursor` of the page before' }),
});

export const auditEventSchema = z
  .strictObject({
    id: z.string().meta({ example: '4711' }),
    at: moment,
    type: z.string().meta({ example: 'mfa.reset' }),
    actor: z.strictObject({
      type: z.string().meta({ description: '`account`, `client`, `cli`, `system` or `anonymous`', example: 'account' }),
      id: z.string().nullable(),
    }),
    subject_id: z.string().nullable().meta({ description: 'The account it happened to' }),
    client_id: z.string().nullable(),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    outcome: z.string().meta({ description: '`success` or `failure`', example: 'success' }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent', description: 'What happened, by whom; never a secret' });

export const auditListSchema = z
  .strictObject({
    data: z.array(auditEventSchema),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'AuditEventList', description: 'A page of the audit log, newest first' });

/** For answers without a body. */
export const noContent = { status: 204, description: 'Done', schema: z.undefined(), example: undefined } as const;

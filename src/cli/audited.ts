/** The audit event of a command: done, by whoever typed it. */
import type { AuditEvent, AuditEventType } from '../audit/audit-event.js';
import type { CommandContext } from './command.js';

/** `subjectId` is the account it happened to, null when it happened to none. */
export function done(
  { actor }: Pick<CommandContext, 'actor'>,
  type: AuditEventType,
  about: {
    readonly subjectId?: string;
    readonly clientId?: string;
    readonly detail?: Readonly<Record<string, unknown>>;
  },
): AuditEvent {
  const { subjectId = null, clientId = null, detail = {} } = about;
  return { type, actor, subjectId, clientId, outcome: 'success', detail };
}

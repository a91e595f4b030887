/** Pieces of an event of the audit log, for every page of the console that shows some. */
import type { ComponentChildren } from 'preact';
import { UserText } from '../../../interactions/views/elements.js';
import type { EventNames } from '../../administration/event-names-store.js';
import { auditEventTypes } from '../../audit/audit-event.js';
import type { AuditEventJson } from '../../audit/event-list-store.js';
import type { AuditMessages } from '../messages/en-audit.js';

export interface EventPartProps {
  readonly event: AuditEventJson;
  readonly names: EventNames;
  readonly texts: AuditMessages;
}

/** A later version beside this one may write what this one has no words for. */
export function eventWords(type: string, texts: AuditMessages): string {
  const known = auditEventTypes.find((one) => one === type);
  return known === undefined ? texts.unknownEvent : texts.events[known];
}

/** An account by its address, with the way to its page; one that is gone by its id. Nothing for no account. */
export function Subject({ event, names, texts }: EventPartProps) {
  const { subject_id: id } = event;
  if (id === null) return null;
  return <AccountName id={id} names={names} gone={texts.gone} />;
}

export function AccountName({
  id,
  names,
  gone,
}: {
  readonly id: string;
  readonly names: EventNames;
  readonly gone: string;
}) {
  const email = names.accounts.get(id);
  if (email === undefined) {
    return (
      <>
        {gone} <code>{id}</code>
      </>
    );
  }
  return (
    <a href={`/admin/users/${id}`}>
      <UserText>{email}</UserText>
    </a>
  );
}

export function Actor({ event, names, texts }: EventPartProps): ComponentChildren {
  const { actor, subject_id: subjectId } = event;
  const { by } = texts;
  switch (actor.type) {
    case 'account':
      if (actor.id !== null && actor.id === subjectId) return by.self;
      return actor.id === null ? by.account : <AccountName id={actor.id} names={names} gone={texts.gone} />;
    case 'client':
      return actor.id === null ? by.client : <UserText>{names.clients.get(actor.id) ?? actor.id}</UserText>;
    case 'cli':
      return by.cli;
    case 'system':
      return by.system;
    default:
      return by.anonymous;
  }
}

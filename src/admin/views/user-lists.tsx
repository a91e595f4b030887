/** Tables about one account: where it is signed in, and what happened to it. */
import type { ComponentChildren } from 'preact';
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { AuditEventJson } from '../../audit/event-list-store.js';
import { deviceInWords } from '../../language/device-in-words.js';
import type { Locale } from '../../language/locale.js';
import type { ListedSession } from '../../oidc/sessions.js';
import { userMessages } from '../messages/user-catalogue.js';

export function SessionTable({
  sessions,
  locale,
  act,
}: {
  readonly sessions: readonly ListedSession[];
  readonly locale: Locale;
  /** What can be done with a session, in a column of its own. */
  readonly act?: { readonly title: string; of(session: ListedSession): ComponentChildren };
}) {
  const { columns, title } = userMessages(locale).sessions;
  return (
    <table class="table">
      <caption class="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.device}</th>
          <th scope="col">{columns.from}</th>
          <th scope="col">{columns.signedIn}</th>
          <th scope="col">{columns.used}</th>
          <th scope="col">{columns.applications}</th>
          {act && <th scope="col">{act.title}</th>}
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.id}>
            <th scope="row">
              <UserText>{deviceInWords(session.userAgent, locale)}</UserText>
            </th>
            <td data-label={columns.from}>{session.ip && <UserText>{session.ip}</UserText>}</td>
            <td data-label={columns.signedIn}>
              {session.signedInAt && <Moment at={session.signedInAt} locale={locale} />}
            </td>
            <td data-label={columns.used}>
              {session.lastUsedAt && <Moment at={session.lastUsedAt} locale={locale} />}
            </td>
            <td data-label={columns.applications}>
              {session.clients.map(({ id, name }, index) => [index > 0 && ', ', <UserText key={id}>{name}</UserText>])}
            </td>
            {act && <td>{act.of(session)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function EventTable({
  events,
  locale,
}: {
  readonly events: readonly AuditEventJson[];
  readonly locale: Locale;
}) {
  const { columns, outcome, title } = userMessages(locale).events;
  return (
    <table class="table">
      <caption class="visually-hidden">{title}</caption>
      <thead>
        <tr>
          {Object.values(columns).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id}>
            <th scope="row">
              <Moment at={new Date(event.at)} locale={locale} />
            </th>
            <td data-label={columns.type}>
              <code>{event.type}</code>
            </td>
            <td data-label={columns.outcome}>
              <span class={`state-word ${event.outcome === 'failure' ? 'bad' : 'calm'}`}>
                {event.outcome === 'failure' ? outcome.failure : outcome.success}
              </span>
            </td>
            <td data-label={columns.actor}>
              <Actor event={event} locale={locale} />
            </td>
            <td data-label={columns.from}>{event.ip && <UserText>{event.ip}</UserText>}</td>
            <td data-label={columns.reason}>{reasonOf(event)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Another account is a link to its page: whoever asks "who did this?" goes on there. */
function Actor({
  event: { actor, subject_id: subject },
  locale,
}: {
  readonly event: AuditEventJson;
  readonly locale: Locale;
}) {
  const { actors } = userMessages(locale).events;
  if (actor.type === 'account' && actor.id === subject) return <>{actors.own}</>;
  if (actor.type === 'account' && actor.id !== null) return <a href={`/admin/users/${actor.id}`}>{actors.account}</a>;
  return <>{Object.hasOwn(actors, actor.type) ? actors[actor.type as keyof typeof actors] : actor.type}</>;
}

function reasonOf({ detail: { reason } }: AuditEventJson): ComponentChildren {
  return typeof reason === 'string' ? <UserText>{reason}</UserText> : null;
}

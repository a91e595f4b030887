/** The audit log: what happened, narrowed by a form, each event with all that is kept of it. */
import type { ComponentChildren } from 'preact';
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { EventNames } from '../../administration/event-names-store.js';
import type { AuditEventJson } from '../../audit/event-list-store.js';
import type { LastCheckpoint } from '../../audit/last-checkpoint-store.js';
import { deviceInWords } from '../../language/device-in-words.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { type AuditWishes, auditQueryOf } from '../audit-filter.js';
import { detailFacts } from '../detail-facts.js';
import { auditMessages } from '../messages/audit-catalogue.js';
import { AuditFilters } from './audit-filters.js';
import { consolePage } from './console-page.js';
import { Actor, type EventPartProps, eventWords, Subject } from './event-parts.js';

/** No acts. */
export interface AuditPageProps extends AdminPageContext {
  readonly wishes: AuditWishes;
  /** Undefined when the filters were refused: see `error`. */
  readonly list:
    | {
        readonly events: readonly AuditEventJson[];
        readonly names: EventNames;
        /** Cursor of the next page; null on the last one. */
        readonly next: string | null;
      }
    | undefined;
  readonly isNewest: boolean;
  readonly checkpoint: LastCheckpoint | null;
}

const path = '/admin/audit';

export function auditPage(props: AuditPageProps): string {
  const { locale, list, wishes, isNewest, checkpoint } = props;
  const texts = auditMessages(locale);
  return consolePage(props, {
    at: 'audit',
    title: texts.title,
    children: (
      <>
        <p class="hint">{texts.means}</p>
        <AuditFilters locale={locale} wishes={wishes} error={props.error} />
        {list?.events.length === 0 && <p>{texts.none}</p>}
        {list !== undefined && list.events.length > 0 && (
          <>
            <EventTable {...list} locale={locale} />
            <nav class="pager" aria-label={texts.pages}>
              {!isNewest && <a href={hrefOf(auditQueryOf(wishes))}>{texts.newest}</a>}
              {list.next !== null && (
                <a href={hrefOf(auditQueryOf(wishes, { cursor: list.next }))} rel="next">
                  {texts.next}
                </a>
              )}
            </nav>
            <p class="acts">
              <span>{texts.exports}</span>
              <a href={`${path}/export?${auditQueryOf(wishes, { format: 'csv' })}`}>{texts.exportCsv}</a>
              <a href={`${path}/export?${auditQueryOf(wishes, { format: 'ndjson' })}`}>{texts.exportLines}</a>
            </p>
          </>
        )}
        <p class="hint">
          {checkpoint === null
            ? texts.notSealed
            : texts.sealed(checkpoint.number, <Moment at={checkpoint.at} locale={locale} />)}{' '}
          {texts.verify(<code>countersign audit verify</code>)}
        </p>
      </>
    ),
  });
}

function hrefOf(query: string): string {
  return query === '' ? path : `${path}?${query}`;
}

function EventTable({
  events,
  names,
  locale,
}: Pick<NonNullable<AuditPageProps['list']>, 'events' | 'names'> & Pick<AuditPageProps, 'locale'>) {
  const texts = auditMessages(locale);
  const { columns } = texts;
  return (
    <table class="table events">
      <caption class="visually-hidden">{texts.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.when}</th>
          <th scope="col">{columns.whom}</th>
          <th scope="col">{columns.by}</th>
          <th scope="col">{columns.where}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const part = { event, names, texts };
          return (
            <tr key={event.id}>
              <th scope="row">
                {eventWords(event.type, texts)}
                {event.outcome === 'failure' && (
                  <>
                    {' '}
                    <span class="state-word bad">{texts.failed}</span>
                  </>
                )}
                <EventDetails {...part} />
              </th>
              <td data-label={columns.when}>
                <Moment at={new Date(event.at)} locale={locale} />
              </td>
              <td data-label={columns.whom}>
                <Subject {...part} />
              </td>
              <td data-label={columns.by}>
                <Actor {...part} />
              </td>
              <td data-label={columns.where}>
                {event.user_agent && <UserText>{deviceInWords(event.user_agent, locale)}</UserText>}
                {event.user_agent && event.ip && ', '}
                {event.ip && <UserText>{event.ip}</UserText>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Everything that is kept of the event: the names of the detail's members are the log's own. */
function EventDetails({ event, names, texts }: EventPartProps) {
  const { facts } = texts;
  const client = event.client_id;
  return (
    <details>
      <summary>
        {texts.details}
        <span class="visually-hidden">{texts.detailsOf(eventWords(event.type, texts))}</span>
      </summary>
      <dl class="fact-list">
        {detailFacts(event.detail).map(({ name, value }) => (
          <Fact key={name} name={<code>{name}</code>} value={value} />
        ))}
        {client !== null && <Fact name={facts.client} value={names.clients.get(client) ?? client} />}
        {event.user_agent && <Fact name={facts.browser} value={event.user_agent} />}
        <Fact name={facts.type} value={event.type} />
        {event.subject_id !== null && <Fact name={facts.subject} value={event.subject_id} />}
        {event.actor.id !== null && <Fact name={facts.actor} value={event.actor.id} />}
        <Fact name={facts.id} value={event.id} />
      </dl>
    </details>
  );
}

function Fact({ name, value }: { readonly name: ComponentChildren; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <UserText>{value}</UserText>
      </dd>
    </>
  );
}

/** What happened to an account, in words. */
import { UserText } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { Activity, ActivityPage } from '../../audit/activity-store.js';
import type { AuditEventType } from '../../audit/audit-event.js';
import { deviceInWords } from '../../language/device-in-words.js';
import type { Locale } from '../../language/locale.js';
import type { AccountPageContext } from '../account-page-context.js';
import type { ActivityMessages } from '../messages/en-activity.js';
import { activityMessages } from '../messages/list-catalogues.js';
import { Address, Entry, ListPage } from './list-parts.js';

export interface ActivityPageProps extends AccountPageContext {
  readonly activity: ActivityPage;
  /** Whether it is the page that people come to first. */
  readonly isNewest: boolean;
}

export function activityPage(props: ActivityPageProps): string {
  const texts = activityMessages(props.locale);
  const { events, olderThan } = props.activity;
  return renderPage(props, {
    title: texts.title,
    children: (
      <ListPage page={props} back={texts.back}>
        <p>{events.length === 0 ? texts.none : texts.means}</p>
        {events.length > 0 && (
          <ol class="entries compact">
            {events.map((event) => (
              <ActivityEntry key={event.id} event={event} locale={props.locale} texts={texts} />
            ))}
          </ol>
        )}
        {(olderThan !== null || !props.isNewest) && (
          <nav class="pager" aria-label={texts.pages}>
            {!props.isNewest && <a href={props.action}>{texts.newest}</a>}
            {olderThan !== null && (
              <a href={`${props.action}?before=${olderThan}`} rel="next">
                {texts.older}
              </a>
            )}
          </nav>
        )}
      </ListPage>
    ),
  });
}

/** Failures whose words are those of a failure. */
const saysItself: ReadonlySet<AuditEventType> = new Set([
  'user.login_failed',
  'mfa.failed',
  'mfa.locked',
  'authorization.denied',
  'password.changed',
]);

function ActivityEntry({
  event,
  locale,
  texts,
}: {
  readonly event: Activity;
  readonly locale: Locale;
  readonly texts: ActivityMessages;
}) {
  const { type, because, isEverywhere, isFailure, where } = event;
  const client = event.client === null ? null : <UserText>{event.client}</UserText>;
  const actor = actorWords(event, texts, client);
  return (
    <Entry
      name={texts.what[type]({ client, because, isEverywhere, isFailure })}
      badge={isFailure && !saysItself.has(type) ? texts.failed : undefined}
      tone={isFailure ? 'bad' : 'calm'}
    >
      <ul class="facts">
        <li>
          <Moment at={event.at} locale={locale} />
          {actor !== null && <> {actor}</>}
        </li>
        {where && (where.userAgent || where.ip) && (
          <li>
            {where.userAgent && <UserText>{deviceInWords(where.userAgent, locale)}</UserText>}
            {where.userAgent && where.ip && ', '}
            {where.ip && <Address>{where.ip}</Address>}
          </li>
        )}
      </ul>
    </Entry>
  );
}

/** Nothing for what the owner did, or somebody who tried to be the owner: the page says where from instead. */
function actorWords({ actor }: Activity, { by }: ActivityMessages, client: Parameters<typeof by.application>[0]) {
  switch (actor) {
    case 'administrator':
      return by.administrator;
    case 'server':
      return by.server;
    case 'application':
      return by.application(client);
    case 'owner':
    case 'somebody':
      return null;
  }
}

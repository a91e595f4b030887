/** The overview: adoption, what should have been seen, and the policy in force. */
import { Moment } from '../../../interactions/views/moment.js';
import type { EventNames } from '../../administration/event-names-store.js';
import { mostFailures, type SecurityOverview } from '../../audit/security-event-store.js';
import type { AdoptionOverview } from '../../census/adoption-overview-store.js';
import type { Locale } from '../../language/locale.js';
import type { EffectivePolicy } from '../../mfa/effective-policy.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { auditMessages } from '../messages/audit-catalogue.js';
import { dashboardMessages } from '../messages/dashboard-catalogue.js';
import { AdoptionBy, AdoptionNow, AdoptionOverTime } from './adoption-section.js';
import { consolePage } from './console-page.js';
import { Actor, eventWords, Subject } from './event-parts.js';
import { PolicyInForce } from './policy-in-force.js';

/** No acts. */
export interface DashboardPageProps extends AdminPageContext {
  /** Null before the first count. */
  readonly adoption: AdoptionOverview | null;
  readonly security: SecurityOverview & { readonly names: EventNames };
  readonly policy: EffectivePolicy;
}

export function dashboardPage(props: DashboardPageProps): string {
  const { locale, adoption, security, policy } = props;
  const texts = dashboardMessages(locale);
  const { links } = texts;
  return consolePage(props, {
    at: 'dashboard',
    title: texts.title,
    children: (
      <>
        <nav class="acts" aria-label={links.label}>
          <a class="button secondary" href="/admin/users?mfa=overdue">
            {links.overdue}
          </a>
          <a class="button secondary" href="/admin/users?mfa=off">
            {links.without}
          </a>
          <a class="button secondary" href="/admin/users?locked=yes">
            {links.locked}
          </a>
        </nav>
        {adoption === null ? (
          <p class="notice info">{texts.none}</p>
        ) : (
          <>
            <div class="columns">
              <AdoptionNow adoption={adoption} locale={locale} />
              <AdoptionOverTime adoption={adoption} locale={locale} />
            </div>
            <div class="columns">
              <AdoptionBy of="role" named={adoption.roles} locale={locale} />
              <AdoptionBy of="group" named={adoption.groups} locale={locale} />
            </div>
          </>
        )}
        <div class="columns">
          <SecurityEvents security={security} locale={locale} />
          <PolicyInForce policy={policy} locale={locale} />
        </div>
      </>
    ),
  });
}

function SecurityEvents({
  security: { events, failures, names },
  locale,
}: {
  readonly security: DashboardPageProps['security'];
  readonly locale: Locale;
}) {
  const texts = dashboardMessages(locale);
  const words = auditMessages(locale);
  return (
    <section class="panel" aria-labelledby="security-events">
      <h2 id="security-events">{texts.events}</h2>
      {failures > 0 && (
        <p>
          {failures >= mostFailures ? texts.manyFailures(mostFailures) : texts.failures(failures)}{' '}
          <a href="/admin/audit?outcome=failure">{texts.showFailures}</a>
        </p>
      )}
      {events.length === 0 ? (
        <p>{texts.noEvents}</p>
      ) : (
        <ol class="entries compact">
          {events.map((event) => {
            const part = { event, names, texts: words };
            return (
              <li key={event.id} class="entry">
                <p class="entry-name">{eventWords(event.type, words)}</p>
                <p class="facts">
                  <Moment at={new Date(event.at)} locale={locale} />
                  {event.subject_id !== null && <> · {<Subject {...part} />}</>} · {words.byWhom} <Actor {...part} />
                </p>
              </li>
            );
          })}
        </ol>
      )}
      <p class="aside">
        <a href="/admin/audit">{texts.allEvents}</a>
      </p>
    </section>
  );
}

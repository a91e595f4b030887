/** How far an act on many accounts is. */
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { BulkJob } from '../../administration/bulk-job.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { bulkMessages } from '../messages/bulk-catalogue.js';
import { consolePage } from './console-page.js';
import { Fact } from './user-parts.js';

/** No acts. */
export interface JobPageProps extends AdminPageContext {
  readonly job: BulkJob;
}

export function jobPage(props: JobPageProps): string {
  const { job, locale } = props;
  const messages = bulkMessages(locale);
  const texts = messages.job;
  const { seen, changed, createdAt, finishedAt, stoppedBecause, input } = job;
  // More may fit by now than when it began.
  const total = finishedAt !== null && stoppedBecause === null ? seen : Math.max(seen, job.total);
  const state = stoppedBecause !== null ? texts.stopped : finishedAt === null ? texts.running : texts.done;
  return consolePage(props, {
    at: 'users',
    title: messages[job.kind].title,
    children: (
      <div class="panel narrow">
        <progress aria-label={texts.label} max={Math.max(1, total)} value={total === 0 ? 1 : seen} />
        <dl class="fact-list">
          <Fact name={texts.state}>
            <strong>{state}</strong>
          </Fact>
          <Fact name={texts.seen}>{texts.of(seen, total)}</Fact>
          <Fact name={texts.changed}>{changed}</Fact>
          {input.until !== undefined && (
            <Fact name={texts.until}>
              <Moment at={new Date(input.until)} locale={locale} />
            </Fact>
          )}
          {input.reason !== undefined && (
            <Fact name={texts.reason}>
              <UserText>{input.reason}</UserText>
            </Fact>
          )}
          <Fact name={texts.began}>
            <Moment at={createdAt} locale={locale} />
          </Fact>
          {finishedAt !== null && (
            <Fact name={texts.ended}>
              <Moment at={finishedAt} locale={locale} />
            </Fact>
          )}
        </dl>
        {stoppedBecause !== null && <p class="notice warning">{texts.actorEnded}</p>}
        {finishedAt === null && (
          <>
            <p class="hint">{texts.waits}</p>
            <p>
              <a href={props.action}>{texts.again}</a>
            </p>
          </>
        )}
        <p class="hint">
          {messages[job.kind].leftOut} {messages.never}
        </p>
        <p>
          <a href={`/admin/audit?actor_id=${job.actorId}`}>{texts.events}</a>
        </p>
        <p class="aside">
          <a href="/admin/users">{texts.users}</a>
        </p>
      </div>
    ),
  });
}

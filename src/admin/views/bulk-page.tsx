/** One act on many accounts: which they are and what will happen, before it begins. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import type { BulkKind } from '../../administration/bulk-job.js';
import type { UserSearch } from '../../administration/user-search-store.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { bulkMessages } from '../messages/bulk-catalogue.js';
import type { BulkMessages } from '../messages/en-bulk.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { searchQuery } from '../user-search.js';
import { consolePage } from './console-page.js';
import { LastDayField } from './extend-grace-page.js';
import { ReasonField } from './reason-field.js';

/** Act: `begin` (fields `until` and `reason` of an extension). Whom it is about is in the page's address. */
export interface BulkPageProps extends AdminPageContext {
  readonly kind: BulkKind;
  readonly search: UserSearch;
  /** Accounts that will be looked at. */
  readonly count: number;
  readonly until: string;
  readonly range: { readonly first: string; readonly last: string };
  readonly reason?: string | undefined;
}

export function bulkPage(props: BulkPageProps): string {
  const { kind, search, count, locale, reason, error } = props;
  const texts = bulkMessages(locale);
  const { title, means, leftOut, button } = texts[kind];
  const { grace } = userActsMessages(locale);
  return consolePage(props, {
    at: 'users',
    title,
    children: (
      <div class="panel narrow">
        <p>
          <strong>{about(search, count, texts)}</strong>
        </p>
        <p>{means}</p>
        <p>
          {leftOut} {texts.never}
        </p>
        <p>{texts.background}</p>
        <ActForm target={props}>
          {kind === 'extend_grace' && (
            <>
              <LastDayField {...props} label={grace.until} hint={grace.untilHint} />
              <ReasonField locale={locale} value={reason} error={error} />
            </>
          )}
          <ActButton act="begin">{button}</ActButton>
        </ActForm>
        <p class="aside">
          <a href={`/admin/users${searchQuery({ ...search, ids: undefined })}`}>{texts.back}</a>
        </p>
      </div>
    ),
  });
}

function about(search: UserSearch, count: number, texts: BulkMessages): string {
  if (search.ids !== undefined) return texts.ticked(count);
  if (search.mfa === 'overdue') return texts.overdue(count);
  return searchQuery(search) === '' ? texts.everybody(count) : texts.found(count);
}

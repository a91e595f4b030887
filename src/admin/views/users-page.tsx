/** All accounts, searched, filtered and sorted, a page at a time. */
import type { ComponentChildren } from 'preact';
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { UserSort } from '../../administration/user-cursor.js';
import type { FoundUser, UserSearch } from '../../administration/user-search-store.js';
import type { AdminPageContext } from '../admin-page-context.js';
import type { UsersMessages } from '../messages/en-users.js';
import { usersMessages } from '../messages/users-catalogue.js';
import { searchQuery } from '../user-search.js';
import { consolePage } from './console-page.js';
import { UserFilters } from './user-filters.js';

/** No acts: the filters are a form that changes nothing. */
export interface UsersPageProps extends AdminPageContext {
  readonly search: UserSearch;
  readonly sort: UserSort;
  readonly users: readonly FoundUser[];
  readonly isFirst: boolean;
  /** Cursor of the next page. */
  readonly next: string | undefined;
}

const path = '/admin/users';

export function usersPage(props: UsersPageProps): string {
  const texts = usersMessages(props.locale);
  const { search, sort, users, isFirst, next } = props;
  return consolePage(props, {
    at: 'users',
    title: texts.title,
    children: (
      <>
        <div class="acts">
          <a class="button" href={`${path}/new`}>
            {texts.create}
          </a>
        </div>
        <UserFilters search={search} sort={sort} texts={texts.filters} />
        {search.mfa === 'overdue' && <p class="hint">{texts.overdueMeans}</p>}
        {users.length === 0 ? (
          <p>{next === undefined ? texts.none : texts.noneHere}</p>
        ) : (
          <Selection props={props} texts={texts}>
            <UserTable props={props} texts={texts} />
          </Selection>
        )}
        {(next !== undefined || !isFirst) && (
          <nav class="pager" aria-label={texts.pages}>
            {!isFirst && <a href={`${path}${searchQuery(search, { sort })}`}>{texts.first}</a>}
            {next !== undefined && (
              <a href={`${path}${searchQuery(search, { sort, cursor: next })}`} rel="next">
                {texts.next}
              </a>
            )}
          </nav>
        )}
      </>
    ),
  });
}

interface PieceProps {
  readonly props: UsersPageProps;
  readonly texts: UsersMessages;
}

/** A form that changes nothing: it leads to the page that says what would be done, and to whom. */
function Selection({
  props: { search, sort },
  texts,
  children,
}: PieceProps & { readonly children: ComponentChildren }) {
  const { many } = texts;
  const { q, mfa, role, status, isLocked } = search;
  const kept = { sort, q, mfa, role, status, locked: isLocked ? 'yes' : undefined };
  return (
    <form method="get" action="/admin/bulk/extend-grace">
      {Object.entries(kept).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
      <fieldset class="panel">
        <legend>{many.title}</legend>
        <p class="hint">{many.hint}</p>
        <div class="acts">
          <button class="secondary" type="submit">
            {many.grace}
          </button>
          <button class="secondary" type="submit" formaction="/admin/bulk/remind">
            {many.remind}
          </button>
          <button class="secondary" type="submit" formaction={`${path}.csv`}>
            {texts.file}
          </button>
        </div>
      </fieldset>
    </form>
  );
}

function UserTable({ props, texts }: PieceProps) {
  const { columns } = texts;
  const { users, locale } = props;
  const heading = (of: 'email' | 'last_sign_in' | 'created', name: string) => (
    <SortedHeading of={of} name={name} props={props} texts={texts} />
  );
  return (
    <table class="table">
      <caption class="visually-hidden">{texts.caption}</caption>
      <thead>
        <tr>
          {heading('email', columns.email)}
          <th scope="col">{columns.status}</th>
          <th scope="col">{columns.mfa}</th>
          <th scope="col">{columns.roles}</th>
          {heading('last_sign_in', columns.lastSignIn)}
          {heading('created', columns.created)}
        </tr>
      </thead>
      <tbody>
        {users.map(({ account, ...found }) => (
          <tr key={account.id}>
            <th scope="row">
              <label class="tick">
                <input type="checkbox" id={account.id} name="id" value={account.id} />
                <span class="visually-hidden">{texts.many.tick(account.email)}</span>
              </label>{' '}
              <a href={`${path}/${account.id}`}>
                <UserText>{account.email}</UserText>
              </a>
              {account.name !== '' && (
                <div class="hint">
                  <UserText>{account.name}</UserText>
                </div>
              )}
            </th>
            <td data-label={columns.status}>
              <span class={`state-word ${statusTones[account.status]}`}>{texts.filters.statuses[account.status]}</span>
            </td>
            <td data-label={columns.mfa}>
              <Factor user={{ account, ...found }} props={props} texts={texts} />
            </td>
            <td data-label={columns.roles}>{account.roles.join(', ')}</td>
            <td data-label={columns.lastSignIn}>
              {account.lastSignInAt === null ? texts.never : <Moment at={account.lastSignInAt} locale={locale} />}
            </td>
            <td data-label={columns.created}>
              <Moment at={account.createdAt} locale={locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const statusTones = { active: 'calm', pending: 'warn', disabled: 'bad' } as const;

/** The column's name turns the order around, or begins with it. */
function SortedHeading({
  of,
  name,
  props: { sort, search },
  texts,
}: PieceProps & { readonly of: 'email' | 'last_sign_in' | 'created'; readonly name: string }) {
  const isUp = sort === of;
  const isDown = sort === `-${of}`;
  const other = isUp ? `-${of}` : of;
  return (
    <th scope="col" aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}>
      <a href={`${path}${searchQuery(search, { sort: other })}`} title={texts.sortBy(name)}>
        {name}
      </a>
      {(isUp || isDown) && <span aria-hidden="true">{isUp ? ' ↑' : ' ↓'}</span>}
    </th>
  );
}

function Factor({ user, props: { locale }, texts }: PieceProps & { readonly user: FoundUser }): ComponentChildren {
  const { mfaStates } = texts.filters;
  if (user.account.mfaConfiguredAt !== null) return <span class="state-word good">{mfaStates.on}</span>;
  if (user.isOverdue) return <span class="state-word bad">{mfaStates.overdue}</span>;
  if (user.required && user.graceEndsAt !== null) {
    return (
      <>
        {texts.until}
        <Moment at={user.graceEndsAt} locale={locale} />
      </>
    );
  }
  return <span class="state-word calm">{mfaStates.off}</span>;
}

/** The form above the list of accounts: what it is narrowed by. Changes nothing, so it is sent as a query. */
import { type UserSort, userSorts } from '../../administration/user-cursor.js';
import type { UserSearch } from '../../administration/user-search-store.js';
import type { UsersMessages } from '../messages/en-users.js';

export interface UserFiltersProps {
  readonly search: UserSearch;
  readonly sort: UserSort;
  readonly texts: UsersMessages['filters'];
}

export function UserFilters({ search, sort, texts }: UserFiltersProps) {
  return (
    <form class="filters" method="get" action="/admin/users" aria-label={texts.label}>
      <div class="field">
        <label for="q">{texts.q}</label>
        <div class="input">
          <input type="search" id="q" name="q" value={search.q ?? ''} autocomplete="off" maxlength={200} dir="auto" />
        </div>
      </div>
      <Choice name="mfa" label={texts.mfa} any={texts.any} options={texts.mfaStates} value={search.mfa} />
      <Choice name="status" label={texts.status} any={texts.any} options={texts.statuses} value={search.status} />
      <Choice
        name="locked"
        label={texts.locked}
        any={texts.any}
        options={{ yes: texts.lockedOnly }}
        value={search.isLocked ? 'yes' : undefined}
      />
      <div class="field">
        <label for="role">{texts.role}</label>
        <div class="input">
          <input type="text" id="role" name="role" value={search.role ?? ''} autocomplete="off" maxlength={64} />
        </div>
      </div>
      <div class="field">
        <label for="sort">{texts.sort}</label>
        <select id="sort" name="sort">
          {userSorts.map((one) => (
            <option key={one} value={one} selected={one === sort}>
              {texts.sorts[one]}
            </option>
          ))}
        </select>
      </div>
      <div class="field act">
        <button class="secondary" type="submit">
          {texts.button}
        </button>
      </div>
      <div class="field act">
        <a class="button secondary" href="/admin/users">
          {texts.clear}
        </a>
      </div>
    </form>
  );
}

function Choice({
  name,
  label,
  any,
  options,
  value,
}: {
  readonly name: string;
  readonly label: string;
  /** Words for no filter. */
  readonly any: string;
  readonly options: Readonly<Record<string, string>>;
  readonly value: string | undefined;
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        <option value="" selected={value === undefined}>
          {any}
        </option>
        {Object.entries(options).map(([option, words]) => (
          <option key={option} value={option} selected={value === option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

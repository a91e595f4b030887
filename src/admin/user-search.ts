/** What a list of accounts is asked for, from the query string: whatever is not understood is left out. Pure. */
import { parseCursor, type UserPosition, type UserSort, userSorts } from '../administration/user-cursor.js';
import type { UserSearch } from '../administration/user-search-store.js';
import { isUuid } from '../database/uuid.js';
import { isStorableText } from '../http/storable-text.js';

export interface AskedUsers {
  readonly search: UserSearch;
  readonly sort: UserSort;
  readonly after: UserPosition | undefined;
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

const longest = { q: 200, role: 64 } as const;

export function readAskedUsers(query: Query): AskedUsers {
  const sort = oneOf(query.sort, userSorts) ?? 'email';
  const cursor = textOf(query.cursor, 1000);
  return {
    sort,
    after: cursor === undefined ? undefined : parseCursor(cursor, sort),
    search: readSearch((name) => query[name]),
  };
}

/** The filters alone; also from a form that carries them along. */
export function readSearch(read: (name: string) => string | readonly string[] | undefined): UserSearch {
  return {
    ids: idsOf(read('id')),
    q: textOf(read('q'), longest.q),
    mfa: oneOf(read('mfa'), ['on', 'off', 'overdue']),
    role: textOf(read('role'), longest.role),
    status: oneOf(read('status'), ['active', 'pending', 'disabled']),
    isLocked: read('locked') === 'yes',
  };
}

/** As a query string, without what stands for itself. */
export function searchQuery(search: UserSearch, more: Record<string, string> = {}): string {
  const { ids = [], q, mfa, role, status, isLocked } = search;
  const given = { q, mfa, role, status, locked: isLocked ? 'yes' : undefined, ...more };
  const query = new URLSearchParams(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]));
  for (const id of ids) query.append('id', id);
  if (ids.length === 0 && search.ids !== undefined) query.append('id', '');
  return query.size === 0 ? '' : `?${query}`;
}

/** Accounts that can be ticked: as many as a page has, and then some. */
const mostIds = 200;

/** Nobody, and not everybody, when what was given are no ids. */
function idsOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value].flat().filter(isUuid).slice(0, mostIds);
}

function oneOf<T extends string>(value: string | readonly string[] | undefined, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}

function textOf(value: string | readonly string[] | undefined, length: number): string | undefined {
  if (typeof value !== 'string' || !isStorableText(value)) return undefined;
  return value.trim().slice(0, length) || undefined;
}

/** The place in a list of accounts where the next page begins. */
import { isUuid } from '../database/uuid.js';
import { readCursor, writeCursor } from '../http/cursor.js';

/** The orders a list can have; with a dash from the end. `last_sign_in` has those first who never did. */
export const userSorts = ['created', '-created', 'email', '-email', 'last_sign_in', '-last_sign_in'] as const;

export type UserSort = (typeof userSorts)[number];

/** The last account of a page, by the order of the list. */
export interface UserPosition {
  readonly sort: UserSort;
  /**
   * What is sorted by, as text. Moments are microseconds since 1970: a Date would lose three digits, and with them accounts of the same
   * millisecond.
   */
  readonly key: string;
  readonly id: string;
}

/** The key of accounts that never signed in. */
export const neverSignedIn = 'never';

/** See writeCursor. */
export function formatCursor({ sort, key, id }: UserPosition): string {
  return writeCursor(`${sort}.${id}.${key}`);
}

/** Undefined for text that `formatCursor` did not make, or made for a list in another order. */
export function parseCursor(cursor: string, asked: UserSort): UserPosition | undefined {
  const [sort = '', id = '', ...rest] = readCursor(cursor)?.split('.') ?? [];
  const key = rest.join('.');
  return sort === asked && isUuid(id) && keyForms[asked].test(key) ? { sort: asked, key, id } : undefined;
}

const microseconds = /^-?\d{1,17}$/;
const address = /^[^\0\p{Surrogate}]{1,600}$/u;
const signIn = /^(?:never|-?\d{1,17})$/;

const keyForms: Readonly<Record<UserSort, RegExp>> = {
  created: microseconds,
  '-created': microseconds,
  email: address,
  '-email': address,
  last_sign_in: signIn,
  '-last_sign_in': signIn,
};

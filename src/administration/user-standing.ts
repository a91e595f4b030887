/** Lists accounts by how they stand towards the policy. The decision is made here, account by account, and never in SQL. */
import { toAccount } from '../accounts/account-store.js';
import { findGroup } from '../accounts/group-store.js';
import { type AccountStanding, type Standing, standingOf } from '../census/standing.js';
import { withPatience } from '../database/request-patience.js';
import type { Connection } from '../database/schema.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { UserFilter } from './user-filter-store.js';
import {
  type AskedPage,
  decisionColumns,
  type ListedUserRow,
  listUserRows,
  positionOf,
  type UserColumn,
  type UserRow,
  type UserRowPage,
} from './user-query-store.js';

export interface StandingFilter extends Omit<UserFilter, 'groupId'> {
  readonly standing?: Standing | undefined;
  /** The name of a group the account is in, in any case, or its id. */
  readonly group?: string | undefined;
}

/** The same with the group found. */
interface FoundFilter extends UserFilter {
  readonly standing?: Standing | undefined;
}

/** Accounts looked at in one statement, and for one page: together they take the database less than 50 ms. */
export const batchSize = 1_000;
export const mostLookedAt = 2_000;

/**
 * One statement, and one for a group, without `standing`. With it one for each thousand accounts that may stand so, until the page is full; after two thousand
 * the page ends, short or empty, and the next goes on there.
 */
export async function pageOfUsers(
  connection: Connection,
  policy: MfaPolicy,
  asked: StandingFilter,
  page: AskedPage,
  columns: ReadonlySet<UserColumn>,
): Promise<UserRowPage> {
  const filter = await withGroup(connection, asked);
  if (filter === undefined) return nobody;
  const { standing } = filter;
  if (standing === undefined) return listUserRows(connection, filter, page, columns);
  const found: ListedUserRow[] = [];
  let { after } = page;
  for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += batchSize) {
    const { rows, next } = await readBatch(connection, filter, { ...page, after, limit: batchSize }, columns);
    for (const [index, row] of rows.entries()) {
      if (standingOfRow(row, policy).standing !== standing) continue;
      found.push(row);
      const isLast = next === null && index === rows.length - 1;
      if (found.length === page.limit) return { rows: found, next: isLast ? null : positionOf(row, page.sort) };
    }
    if (next === null) return { rows: found, next };
    after = next;
  }
  return { rows: found, next: after ?? null };
}

/** All that the filter leaves, a batch at a time: a report of any length takes the memory of one batch. */
export async function* allUsers(
  connection: Connection,
  policy: MfaPolicy,
  { filter: asked, page }: { readonly filter: StandingFilter; readonly page: AskedPage },
  columns: ReadonlySet<UserColumn>,
): AsyncGenerator<readonly UserRow[]> {
  const filter = await withGroup(connection, asked);
  if (filter === undefined) return;
  let { after, limit } = page;
  while (limit > 0) {
    const batch = { ...page, after, limit: batchSize };
    // Each batch waits for the database as long as a request may; a long report is not one long wait.
    const { rows, next } = await withPatience(() => readBatch(connection, filter, batch, columns));
    const fitting = rows.filter(
      (row) => filter.standing === undefined || standingOfRow(row, policy).standing === filter.standing,
    );
    yield fitting.slice(0, limit);
    if (next === null) return;
    limit -= fitting.length;
    after = next;
  }
}

/** How an account of a list stands. The row must have been read with `decisionColumns`. */
export function standingOfRow(row: UserRow, policy: MfaPolicy): AccountStanding {
  const account = toAccount(row);
  return standingOf({ status: account.status, subject: mfaSubjectOf(account) }, policy, row.read_at);
}

const nobody: UserRowPage = { rows: [], next: null };

/** Undefined when there is no such group. */
async function withGroup(connection: Connection, filter: StandingFilter): Promise<FoundFilter | undefined> {
  const { group, ...rest } = filter;
  if (group === undefined) return rest;
  const found = await findGroup(connection, group.replaceAll('\0', ''));
  return found === undefined ? undefined : { ...rest, groupId: found.id };
}

function readBatch(connection: Connection, filter: FoundFilter, page: AskedPage, columns: ReadonlySet<UserColumn>) {
  const { standing, ...asked } = filter;
  const possible = standing === undefined ? {} : whoMayBe[standing];
  if (contradicts(asked, possible)) return Promise.resolve(nobody);
  return listUserRows(connection, { ...asked, ...possible }, page, new Set([...columns, ...decisionColumns]));
}

/** Only sorts out who need not be looked at. */
const whoMayBe: Readonly<Record<Standing, Pick<UserFilter, 'status' | 'mfaEnabled'>>> = {
  enrolled: { status: 'active', mfaEnabled: true },
  in_grace: { status: 'active', mfaEnabled: false },
  overdue: { status: 'active', mfaEnabled: false },
  exempt: { status: 'active', mfaEnabled: false },
  pending: { status: 'pending' },
  disabled: { status: 'disabled' },
};

function contradicts(asked: UserFilter, possible: Pick<UserFilter, 'status' | 'mfaEnabled'>): boolean {
  const differ = (name: 'status' | 'mfaEnabled') =>
    asked[name] !== undefined && possible[name] !== undefined && asked[name] !== possible[name];
  return differ('status') || differ('mfaEnabled');
}

/** The pages `/admin/users` and `/admin/users.csv`: all accounts, searched and sorted; and what was found as a file. */
import { Readable } from 'node:stream';
import type { Notice } from '../../interactions/views/notices.js';
import { formatCursor, type UserPosition } from '../administration/user-cursor.js';
import { type FoundUser, type FoundUsers, searchUsers } from '../administration/user-search-store.js';
import { withPatience } from '../database/request-patience.js';
import { sendPage } from '../http/send-page.js';
import { csvLine } from '../language/csv.js';
import type { AdminPage, AdminParts } from './admin-parts.js';
import { usersMessages } from './messages/users-catalogue.js';
import { type AskedUsers, readAskedUsers } from './user-search.js';
import { usersPage } from './views/users-page.js';

/** Accounts of a page, and of one statement of the file. */
const pageSize = 50;
const batchSize = 500;

export const users: AdminPage = {
  path: '/admin/users',
  needsFreshSignIn: false,
  /** Two statements: the session and its account, a page of accounts. */
  async show(ctx, { props }, { database, policy, settings }) {
    const asked = readAskedUsers(ctx.query);
    const { search, sort, after } = asked;
    const parts = { policy, dailyAttempts: settings.mfaDailyAttempts };
    const found = await searchUsers(database, search, { limit: pageSize, sort, after }, parts);
    const { notices } = usersMessages(props.locale);
    const notice: Notice | undefined =
      ctx.query.done === 'deleted' ? { tone: 'success', text: notices.deleted } : undefined;
    const next = found.next === null ? undefined : formatCursor(found.next);
    sendPage(
      ctx,
      usersPage({ ...props, notice, search, sort, isFirst: after === undefined, next, users: found.users }),
    );
  },
};

export const usersFile: AdminPage = {
  path: '/admin/users.csv',
  needsFreshSignIn: false,
  async show(ctx, _open, parts) {
    const stream = Readable.from(lines(readAskedUsers(ctx.query), parts), { objectMode: false });
    ctx.set('Content-Type', 'text/csv; charset=utf-8; header=present');
    ctx.set('Content-Disposition', 'attachment; filename="users.csv"');
    ctx.body = stream;
  },
};

/** A batch at a time: a file of any length takes the memory of one. A failure breaks the answer off, so that nobody takes half for all. */
async function* lines({ search, sort, after }: AskedUsers, { database, policy, settings }: AdminParts) {
  yield csvLine(Object.keys(columns));
  const parts = { policy, dailyAttempts: settings.mfaDailyAttempts };
  let position: UserPosition | undefined | null = after;
  while (position !== null) {
    const page: Parameters<typeof searchUsers>[2] = { limit: batchSize, sort, after: position };
    const found: FoundUsers = await withPatience(() => searchUsers(database, search, page, parts));
    yield found.users.map((user) => csvLine(Object.values(columns).map((show) => show(user)))).join('');
    position = found.next;
  }
}

const columns: Readonly<Record<string, (user: FoundUser) => string | null>> = {
  id: ({ account }) => account.id,
  email: ({ account }) => account.email,
  name: ({ account }) => account.name,
  status: ({ account }) => account.status,
  roles: ({ account }) => account.roles.join(' '),
  mfa_enabled: ({ account }) => String(account.mfaConfiguredAt !== null),
  mfa_configured_at: ({ account }) => isoText(account.mfaConfiguredAt),
  mfa_last_verified_at: ({ account }) => isoText(account.mfaLastVerifiedAt),
  mfa_required: ({ required }) => String(required),
  mfa_grace_ends_at: ({ graceEndsAt }) => isoText(graceEndsAt),
  mfa_overdue: ({ isOverdue }) => String(isOverdue),
  backup_codes_remaining: ({ backupCodesRemaining }) => String(backupCodesRemaining),
  created_at: ({ account }) => isoText(account.createdAt),
  last_sign_in_at: ({ account }) => isoText(account.lastSignInAt),
};

function isoText(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}

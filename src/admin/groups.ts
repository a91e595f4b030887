/** The pages `/admin/groups`, `/admin/groups/:id` and `/admin/groups/:id/delete`: groups of accounts, each with its rule. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { listMembers } from '../accounts/group-member-store.js';
import { findGroup, type Group, listGroups } from '../accounts/group-store.js';
import { groupNotFound } from '../administration/administration-problems.js';
import { performOnGroups, removeGroup } from '../administration/change-group.js';
import { isUuid } from '../database/uuid.js';
import { readCursor, writeCursor } from '../http/cursor.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { isStorableText } from '../http/storable-text.js';
import { formatsFor } from '../language/formats.js';
import type { Locale } from '../language/locale.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { groupsPath } from './group-paths.js';
import { groupsMessages } from './messages/group-catalogue.js';
import { orShowAgain } from './refused-act.js';
import { deleteGroupPage, groupPage } from './views/group-page.js';
import type { ShownMembers } from './views/group-parts.js';
import { groupsPage } from './views/groups-page.js';

const perPage = 50;

export const groups: AdminPage = {
  path: groupsPath,
  needsFreshSignIn: false,
  /** Two statements: the session and its account, the page of groups. */
  async show(ctx, { props }, { database }) {
    const { cursor, done } = ctx.query;
    // Anything that is no cursor shows the first page.
    const position = positionOf(cursor);
    const after = position !== undefined && isStorableText(position) ? position : undefined;
    const page = await listGroups(database, {}, { limit: perPage, after });
    const notice = done === 'deleted' ? success(groupsMessages(props.locale).done.deleted) : undefined;
    const next = page.next === null ? null : writeCursor(page.next);
    sendPage(ctx, groupsPage({ ...props, notice, groups: page.groups, isFirst: after === undefined, next }));
  },
};

export const group: AdminPage = {
  path: `${groupsPath}/:id`,
  needsFreshSignIn: false,
  /** Three statements: the session and its account, the group, the page of its members. */
  async show(ctx, open, parts) {
    const found = await groupOf(open, parts);
    const members = await membersOf(found, ctx.query.cursor, parts);
    const notice = noticeOf(ctx.query.done, ctx.query.count, open.props.locale);
    sendPage(ctx, groupPage({ ...open.props, notice, group: found, ...members }));
  },
};

export const deleteOneGroup: AdminPage = {
  path: `${groupsPath}/:id/delete`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the group. */
  async show(ctx, open, parts) {
    sendPage(ctx, deleteGroupPage({ ...open.props, group: await groupOf(open, parts) }));
  },
  acts: {
    async delete_group(ctx, open, _form, parts) {
      const { props, administrator } = open;
      const found = await groupOf(open, parts);
      const { remove, problems } = groupsMessages(props.locale);
      const again = {
        locale: props.locale,
        sentences: { group_not_found: problems.group_not_found, super_admin_required: remove.superOnly },
        page: (error: FieldError) => deleteGroupPage({ ...props, group: found, error }),
      };
      const removed = await orShowAgain(ctx, again, () =>
        performOnGroups(parts.database, administrator, (transaction, actor) =>
          removeGroup(transaction, actor, found.id),
        ),
      );
      if (removed !== undefined) seeOther(ctx, `${groupsPath}?done=deleted`);
    },
  },
};

/** One statement. Throws Problem 404. */
export async function groupOf({ params }: OpenAdmin, { database }: AdminParts): Promise<Group> {
  const id = params.id ?? '';
  // A name would find one too.
  const found = isUuid(id) ? await findGroup(database, id) : undefined;
  if (found === undefined) throw groupNotFound();
  return found;
}

/** One statement. Anything that is no cursor gives the first page. */
export async function membersOf({ id }: Group, cursor: unknown, { database }: AdminParts): Promise<ShownMembers> {
  const position = positionOf(cursor);
  const after = position !== undefined && isUuid(position) ? position : undefined;
  const { members, next } = await listMembers(database, id, { limit: perPage, after });
  return { members, isFirst: after === undefined, next: next === null ? null : writeCursor(next) };
}

function positionOf(cursor: unknown): string | undefined {
  return typeof cursor === 'string' ? readCursor(cursor) : undefined;
}

function noticeOf(done: unknown, count: unknown, locale: Locale) {
  const texts = groupsMessages(locale).done;
  if (done === 'created' || done === 'renamed') return success(texts[done]);
  if (done !== 'added' && done !== 'removed') return undefined;
  if (typeof count !== 'string' || !/^\d{1,3}$/.test(count)) return undefined;
  const none = done === 'added' ? texts.addedNone : texts.removedNone;
  return success(Number(count) === 0 ? none : formatsFor(locale).count(Number(count), texts[done]));
}

function success(text: string) {
  return { tone: 'success', text } as const;
}

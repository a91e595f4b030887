/** The page `/admin/groups/:id/members`: people put into a group, and taken out of it. */
import type { Context } from 'koa';
import { withoutOverrides } from '../../interactions/views/elements.js';
import type { FieldError } from '../../interactions/views/page-context.js';
import { findAccountIds } from '../accounts/account-ids-store.js';
import type { Group } from '../accounts/group-store.js';
import { mostMoved, moveMembers, performOnGroups } from '../administration/change-group.js';
import { isUuid } from '../database/uuid.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { groupPath, groupsPath } from './group-paths.js';
import { groupOf, membersOf } from './groups.js';
import type { GroupsMessages } from './messages/en-groups.js';
import { groupsMessages } from './messages/group-catalogue.js';
import { orShowAgain } from './refused-act.js';
import { linesOf } from './views/fields.js';
import { groupMembersPage, type Way } from './views/group-members-page.js';

/** Addresses that a refusal names, and characters of each. */
const mostNamed = 10;
const longestNamed = 100;

export const groupMembers: AdminPage = {
  path: `${groupsPath}/:id/members`,
  needsFreshSignIn: true,
  /** Three statements: the session and its account, the group, the page of its members. */
  async show(ctx, open, parts) {
    const group = await groupOf(open, parts);
    const members = await membersOf(group, ctx.query.cursor, parts);
    sendPage(ctx, groupMembersPage({ ...open.props, group, ...members, users: '', ticked: [] }));
  },
  acts: {
    /** Who is asked for is found in one statement, and added in one. */
    async add_members(ctx, open, form, parts) {
      const frame = await frameOf(ctx, open, form, parts, 'add');
      const { problems } = groupsMessages(open.props.locale);
      const refuse = (message: string) => sendPage(ctx, frame.page({ field: 'users', message }), 422);
      const named = linesOf(frame.users);
      if (named.length === 0) return refuse(problems.no_users);
      if (named.length > mostMoved) return refuse(problems.too_many_users(mostMoved));
      const { ids, unknown } = await findAccountIds(parts.database, named);
      if (unknown.length > 0) return refuse(problems.unknown_users(inShort(unknown, problems)));
      const moved = await move(ctx, frame, { add: ids, remove: [] });
      if (moved !== undefined) seeOther(ctx, `${groupPath(frame.group.id)}?done=added&count=${moved.added}`);
    },
    async remove_members(ctx, open, form, parts) {
      const frame = await frameOf(ctx, open, form, parts, 'remove');
      if (frame.ticked.length === 0) {
        const message = groupsMessages(open.props.locale).problems.none_ticked;
        return sendPage(ctx, frame.page({ field: 'form', message }), 422);
      }
      const moved = await move(ctx, frame, { add: [], remove: frame.ticked });
      if (moved !== undefined) seeOther(ctx, `${groupPath(frame.group.id)}?done=removed&count=${moved.removed}`);
    },
  },
};

/** What was sent, and the page to show it again on. */
interface Frame {
  readonly open: OpenAdmin;
  readonly parts: AdminParts;
  readonly group: Group;
  readonly users: string;
  readonly ticked: readonly string[];
  readonly force: boolean;
  page(error: FieldError): string;
}

/** Two statements: the group, the page of its members. */
async function frameOf(
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
  way: Way,
): Promise<Frame> {
  const { props } = open;
  const group = await groupOf(open, parts);
  const members = await membersOf(group, ctx.query.cursor, parts);
  const users = form.get('users') ?? '';
  const ticked = [...form.keys()].filter(isUuid);
  return {
    ...{ open, parts, group, users, ticked },
    force: form.get('force') === 'yes',
    page(error) {
      const isLast = error.message === groupsMessages(props.locale).problems.no_admin_left;
      const mayForce = props.isSuperAdmin && isLast ? way : undefined;
      return groupMembersPage({ ...props, group, ...members, users, ticked, mayForce, error });
    },
  };
}

/** Undefined when the page was shown again. */
async function move(
  ctx: Context,
  { open, parts, group, force, page }: Frame,
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
) {
  const { locale } = open.props;
  const { group_not_found, account_not_found, no_admin_left, super_admin_required } = groupsMessages(locale).problems;
  const sentences = { group_not_found, account_not_found, no_admin_left, super_admin_required };
  const moved = await orShowAgain(ctx, { locale, sentences, page }, () =>
    performOnGroups(parts.database, open.administrator, (transaction, actor) =>
      moveMembers(transaction, actor, parts.policy, { id: group.id, ...change, force }),
    ),
  );
  return moved?.done;
}

/** The first of them, as they were typed, and how many more. */
function inShort(unknown: readonly string[], { more }: GroupsMessages['problems']): string {
  const some = unknown
    .slice(0, mostNamed)
    .map((one) => withoutOverrides(one.length > longestNamed ? `${one.slice(0, longestNamed)}…` : one))
    .join(', ');
  return unknown.length > mostNamed ? more(some, unknown.length - mostNamed) : some;
}

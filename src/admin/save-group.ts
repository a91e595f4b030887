/** The pages `/admin/groups/new` and `/admin/groups/:id/rename`. */
import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import { isGroupName } from '../accounts/group-name.js';
import type { Group } from '../accounts/group-store.js';
import { type GroupActor, makeGroup, nameGroup, performOnGroups } from '../administration/change-group.js';
import type { Connection } from '../database/schema.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { AdminPage, AdminParts, OpenAdmin } from './admin-parts.js';
import { groupPath, groupsPath, newGroupPath } from './group-paths.js';
import { groupOf } from './groups.js';
import { groupsMessages } from './messages/group-catalogue.js';
import { orShowAgain } from './refused-act.js';
import { groupFormPage } from './views/group-form-page.js';

export const newGroup: AdminPage = {
  path: newGroupPath,
  needsFreshSignIn: true,
  /** One statement: the session and its account. */
  async show(ctx, { props }) {
    sendPage(ctx, groupFormPage({ ...props, name: '' }));
  },
  acts: {
    async save_group(ctx, open, form, parts) {
      const asked = { open, parts, typed: form.get('name') ?? '' };
      const made = await save(ctx, asked, (transaction, actor, name) => makeGroup(transaction, actor, name));
      if (made !== undefined) seeOther(ctx, `${groupPath(made.id)}?done=created`);
    },
  },
};

export const renameOneGroup: AdminPage = {
  path: `${groupsPath}/:id/rename`,
  needsFreshSignIn: true,
  /** Two statements: the session and its account, the group. */
  async show(ctx, open, parts) {
    const group = await groupOf(open, parts);
    sendPage(ctx, groupFormPage({ ...open.props, group, name: group.name }));
  },
  acts: {
    async save_group(ctx, open, form, parts) {
      const group = await groupOf(open, parts);
      const asked = { open, parts, group, typed: form.get('name') ?? '' };
      const renamed = await save(ctx, asked, (transaction, actor, name) =>
        nameGroup(transaction, actor, { id: group.id, name }),
      );
      if (renamed !== undefined) seeOther(ctx, `${groupPath(group.id)}?done=renamed`);
    },
  },
};

/** Undefined when the form was shown again. */
async function save(
  ctx: Context,
  {
    open: { props, administrator },
    parts,
    group,
    typed,
  }: { readonly open: OpenAdmin; readonly parts: AdminParts; readonly group?: Group; readonly typed: string },
  act: (transaction: Connection, actor: GroupActor, name: string) => Promise<Group>,
): Promise<Group | undefined> {
  const { problems } = groupsMessages(props.locale);
  const page = (error: FieldError) => groupFormPage({ ...props, group, name: typed, error });
  const name = typed.trim();
  if (!isGroupName(name)) {
    sendPage(ctx, page({ field: 'name', message: problems.no_name }), 422);
    return undefined;
  }
  const { name_taken, group_not_found } = problems;
  const again = {
    locale: props.locale,
    sentences: { name_taken, group_not_found },
    field: { name_taken: 'name' },
    page,
  };
  const saved = await orShowAgain(ctx, again, () =>
    performOnGroups(parts.database, administrator, (transaction, actor) => act(transaction, actor, name)),
  );
  return saved?.done;
}

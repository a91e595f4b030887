/** Who is in a group: added by their addresses, removed by a tick. */
import { ActButton, ActForm, UserText } from '../../../interactions/views/elements.js';
import type { Group } from '../../accounts/group-store.js';
import { mostMoved } from '../../administration/change-group.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { groupPath } from '../group-paths.js';
import { groupsMessages } from '../messages/group-catalogue.js';
import { consolePage } from './console-page.js';
import { CheckField, TextAreaField } from './fields.js';
import type { ShownMembers } from './group-parts.js';
import { Pager } from './pager.js';

export type Way = 'add' | 'remove';

/** Acts: `add_members` (fields `users`, `force`), `remove_members` (a field for each account ticked, by its id; `force`). */
export interface GroupMembersPageProps extends AdminPageContext, ShownMembers {
  readonly group: Group;
  /** What was typed. */
  readonly users: string;
  /** Ids of accounts. */
  readonly ticked: readonly string[];
  /** What was refused because nobody would be left to administer, and may be done all the same. */
  readonly mayForce?: Way | undefined;
}

export function groupMembersPage(props: GroupMembersPageProps): string {
  const { group, locale, isSuperAdmin, error, users } = props;
  const texts = groupsMessages(locale);
  const { move } = texts;
  return consolePage(props, {
    at: 'policy',
    title: move.title,
    children: (
      <div class="panel">
        <p>
          <strong>
            <UserText>{group.name}</UserText>
          </strong>
        </p>
        {!isSuperAdmin && <p class="notice info">{move.adminsBySuper}</p>}
        <div class="columns">
          <section class="panel" aria-labelledby="add">
            <h2 id="add">{move.add}</h2>
            <ActForm target={props}>
              <TextAreaField
                name="users"
                label={move.users.label}
                hint={move.users.hint(mostMoved)}
                rows={6}
                isCode
                value={users}
                error={error}
              />
              <Force props={props} way="add" />
              <div class="acts">
                <ActButton act="add_members">{move.addButton}</ActButton>
              </div>
            </ActForm>
          </section>
          <section class="panel" aria-labelledby="remove">
            <h2 id="remove">{move.remove}</h2>
            <Removal props={props} />
            <Pager path={groupPath(group.id, 'members')} texts={texts} {...props} />
          </section>
        </div>
        <p class="aside">
          <a href={groupPath(group.id)}>{texts.backToGroup}</a>
        </p>
      </div>
    ),
  });
}

function Removal({ props }: { readonly props: GroupMembersPageProps }) {
  const { members, isFirst, ticked, locale } = props;
  const texts = groupsMessages(locale);
  const { move } = texts;
  if (members.length === 0) return <p>{isFirst ? texts.members.none : texts.members.noMore}</p>;
  return (
    <>
      <p>{move.removeMeans}</p>
      <ActForm target={props}>
        <ul class="plain">
          {members.map(({ id, email }) => (
            <li key={id} class="check">
              <label for={id}>
                <input type="checkbox" id={id} name={id} value="yes" checked={ticked.includes(id)} />
                <span>
                  <UserText>{email}</UserText>
                </span>
              </label>
            </li>
          ))}
        </ul>
        <Force props={props} way="remove" />
        <div class="acts">
          <ActButton act="remove_members" tone="secondary">
            {move.removeButton}
          </ActButton>
        </div>
      </ActForm>
    </>
  );
}

function Force({ props: { mayForce, locale }, way }: { readonly props: GroupMembersPageProps; readonly way: Way }) {
  const { force, forceHint } = groupsMessages(locale).move;
  return mayForce === way && <CheckField name="force" label={force} hint={forceHint} isChecked={false} />;
}

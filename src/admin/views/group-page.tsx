/** One group: its rule and who is in it; and its end. */
import { ActButton, ActForm, UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { Group } from '../../accounts/group-store.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { groupPath, groupsPath } from '../group-paths.js';
import { groupsMessages } from '../messages/group-catalogue.js';
import { policyMessages } from '../messages/policy-catalogue.js';
import { consolePage } from './console-page.js';
import { LevelWord, type ShownMembers } from './group-parts.js';
import { Pager } from './pager.js';
import { changePolicyPath } from './policy-page.js';
import { Fact } from './user-parts.js';

/** No acts. */
export interface GroupPageProps extends AdminPageContext, ShownMembers {
  readonly group: Group;
}

export function groupPage(props: GroupPageProps): string {
  const { group, locale, isSuperAdmin } = props;
  const texts = groupsMessages(locale);
  const { columns } = texts;
  return consolePage(props, {
    at: 'policy',
    title: group.name,
    children: (
      <>
        <p class="acts">
          <a class="button" href={groupPath(group.id, 'members')}>
            {texts.move.act}
          </a>
          <a class="button secondary" href={groupPath(group.id, 'rename')}>
            {texts.rename.act}
          </a>
          {isSuperAdmin && (
            <a class="button secondary" href={changePolicyPath}>
              {texts.changeRule}
            </a>
          )}
          <a class="button secondary danger" href={groupPath(group.id, 'delete')}>
            {texts.remove.act}
          </a>
        </p>
        <dl class="fact-list form-width">
          <Fact name={columns.rule}>
            <LevelWord level={group.mfaPolicy} levels={policyMessages(locale).levels} />
          </Fact>
          <Fact name={columns.since}>
            {group.requiredSince === null ? texts.never : <Moment at={group.requiredSince} locale={locale} />}
          </Fact>
          <Fact name={columns.created}>
            <Moment at={group.createdAt} locale={locale} />
          </Fact>
        </dl>
        <section class="panel" aria-labelledby="members">
          <h2 id="members">{texts.members.title}</h2>
          <Members props={props} />
          <Pager path={groupPath(group.id)} texts={texts} {...props} />
        </section>
        <p class="aside">
          <a href={groupsPath}>{texts.backToList}</a>
        </p>
      </>
    ),
  });
}

function Members({ props: { members, isFirst, locale } }: { readonly props: GroupPageProps }) {
  const { means, none, noMore, columns } = groupsMessages(locale).members;
  if (members.length === 0) return <p>{isFirst ? none : noMore}</p>;
  return (
    <table class="table named">
      <caption>{means}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.account}</th>
          <th scope="col">{columns.joined}</th>
        </tr>
      </thead>
      <tbody>
        {members.map(({ id, email, name, joinedAt }) => (
          <tr key={id}>
            <th scope="row">
              <a href={`/admin/users/${id}`}>
                <UserText>{email}</UserText>
              </a>
              {name !== '' && (
                <div class="hint">
                  <UserText>{name}</UserText>
                </div>
              )}
            </th>
            <td data-label={columns.joined}>
              <Moment at={joinedAt} locale={locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Act: `delete_group`. */
export function deleteGroupPage(props: AdminPageContext & { readonly group: Group }): string {
  const { group, isSuperAdmin, locale } = props;
  const texts = groupsMessages(locale);
  const { remove } = texts;
  const hasRule = group.mfaPolicy !== 'optional';
  return consolePage(props, {
    at: 'policy',
    title: remove.title,
    children: (
      <div class="panel narrow">
        <p>
          <strong>
            <UserText>{group.name}</UserText>
          </strong>
        </p>
        {hasRule && !isSuperAdmin ? (
          <p class="notice warning">{remove.superOnly}</p>
        ) : (
          <>
            <p>{remove.means}</p>
            {hasRule && <p>{remove.rule(policyMessages(locale).levels[group.mfaPolicy])}</p>}
            <p>{remove.again}</p>
            <ActForm target={props}>
              <ActButton act="delete_group">{remove.button}</ActButton>
            </ActForm>
          </>
        )}
        <p class="aside">
          <a href={groupPath(group.id)}>{texts.cancel}</a>
        </p>
      </div>
    ),
  });
}

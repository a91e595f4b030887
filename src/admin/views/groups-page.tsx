/** The groups by name, a page at a time. */
import { UserText } from '../../../interactions/views/elements.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { Group } from '../../accounts/group-store.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { groupPath, groupsPath, newGroupPath } from '../group-paths.js';
import { groupsMessages } from '../messages/group-catalogue.js';
import { policyMessages } from '../messages/policy-catalogue.js';
import { consolePage } from './console-page.js';
import { LevelWord } from './group-parts.js';
import { Pager } from './pager.js';

/** No acts. */
export interface GroupsPageProps extends AdminPageContext {
  readonly groups: readonly Group[];
  readonly isFirst: boolean;
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

export function groupsPage(props: GroupsPageProps): string {
  const texts = groupsMessages(props.locale);
  const { groups } = props;
  return consolePage(props, {
    at: 'policy',
    title: texts.title,
    children: (
      <>
        <p class="acts">
          <a class="button" href={newGroupPath}>
            {texts.create.act}
          </a>
        </p>
        {groups.length === 0 ? (
          <>
            <p>{texts.means}</p>
            <p>{texts.none}</p>
          </>
        ) : (
          <GroupTable props={props} />
        )}
        <Pager path={groupsPath} texts={texts} {...props} />
        <p class="aside">
          <a href="/admin/policy">{texts.back}</a>
        </p>
      </>
    ),
  });
}

function GroupTable({ props: { groups, locale } }: { readonly props: GroupsPageProps }) {
  const { columns, means } = groupsMessages(locale);
  const { levels } = policyMessages(locale);
  return (
    <table class="table named">
      <caption>{means}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.rule}</th>
          <th scope="col">{columns.since}</th>
          <th scope="col">{columns.created}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ id, name, mfaPolicy, requiredSince, createdAt }) => (
          <tr key={id}>
            <th scope="row">
              <a href={groupPath(id)}>
                <UserText>{name}</UserText>
              </a>
            </th>
            <td data-label={columns.rule}>
              <LevelWord level={mfaPolicy} levels={levels} />
            </td>
            <td data-label={columns.since}>{requiredSince && <Moment at={requiredSince} locale={locale} />}</td>
            <td data-label={columns.created}>
              <Moment at={createdAt} locale={locale} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

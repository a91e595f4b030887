/** Another name, other roles, another status. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import type { AccountStatus } from '../../accounts/account.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { type UserActPageProps, userActPage } from './user-act-page.js';
import { NameField, RoleFields, StatusField } from './user-fields.js';

interface Shown {
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
}

/** Act: `change_user` (fields `name`, `admin`, `super_admin`, `roles`, `status`, and what they were as `was_…`). */
export interface ChangeUserPageProps extends UserActPageProps {
  /** As the form showed it when it was opened first. */
  readonly was: Shown;
  /** As it is shown now. */
  readonly typed: Shown;
}

export function changeUserPage(props: ChangeUserPageProps): string {
  const { user, accountId, locale, was, typed } = props;
  const texts = userActsMessages(locale).change;
  const isOwn = user.id === accountId;
  return userActPage(props, {
    title: texts.title,
    children: (
      <ActForm target={props}>
        <input type="hidden" name="was_name" value={was.name} />
        <input type="hidden" name="was_roles" value={was.roles.join(' ')} />
        <input type="hidden" name="was_status" value={was.status} />
        <NameField page={props} value={typed.name} />
        {isOwn ? (
          <p class="hint">{texts.ownOnly}</p>
        ) : (
          <>
            <RoleFields page={props} roles={typed.roles} />
            <StatusField page={props} value={typed.status} isPending={was.status === 'pending'} />
            <p class="hint">{texts.ends}</p>
          </>
        )}
        <ActButton act="change_user">{texts.button}</ActButton>
      </ActForm>
    ),
  });
}

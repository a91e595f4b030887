/** Removes an account for good. */
import { ActButton, ActForm, Field, UserText } from '../../../interactions/views/elements.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { type UserActPageProps, userActPage } from './user-act-page.js';

/** Act: `delete_user` (field `email`). */
export interface DeleteUserPageProps extends UserActPageProps {
  readonly typed?: string;
}

export function deleteUserPage(props: DeleteUserPageProps): string {
  const texts = userActsMessages(props.locale).remove;
  return userActPage(props, {
    title: texts.title,
    children: (
      <>
        <p class="notice warning">{texts.means}</p>
        <p>{texts.afterwards}</p>
        <ActForm target={props}>
          <Field
            name="email"
            label={texts.confirm(<UserText>{props.user.email}</UserText>)}
            autocomplete="off"
            autocapitalize="none"
            autocorrect="off"
            spellcheck={false}
            inputmode="email"
            value={props.typed ?? ''}
            error={props.error}
            required
          />
          <ActButton act="delete_user">{texts.button}</ActButton>
        </ActForm>
      </>
    ),
  });
}

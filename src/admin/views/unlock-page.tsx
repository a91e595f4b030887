/** Lets an account try again. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { type UserActPageProps, userActPage } from './user-act-page.js';

/** Act: `unlock`. */
export function unlockPage(props: UserActPageProps): string {
  const texts = userActsMessages(props.locale).unlock;
  return userActPage(props, {
    title: texts.title,
    children: (
      <>
        <p>{texts.means}</p>
        <p class="notice warning">{texts.lookFirst}</p>
        <ActForm target={props}>
          <ActButton act="unlock">{texts.button}</ActButton>
        </ActForm>
      </>
    ),
  });
}

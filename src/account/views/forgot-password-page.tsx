/** Asks for the address to which a link is sent, and says the same to everybody afterwards. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import type { FieldError, FormTarget, PageContext } from '../../../interactions/views/page-context.js';
import { passwordMessages } from '../messages/password-catalogue.js';
import { EmailField, SignInLink } from './public-parts.js';

/** Act: `send_link` (field `email`). */
export interface ForgotPasswordPageProps extends PageContext, FormTarget {
  readonly error?: FieldError | undefined;
}

export function forgotPasswordPage(props: ForgotPasswordPageProps): string {
  const texts = passwordMessages(props.locale).forgot;
  return renderPage(props, {
    title: texts.title,
    error: props.error,
    children: (
      <>
        <p>{texts.intro}</p>
        <ActForm target={props}>
          <EmailField label={texts.email} error={props.error} />
          <ActButton act="send_link">{texts.submit}</ActButton>
        </ActForm>
        <SignInLink text={texts.signIn} />
      </>
    ),
  });
}

/** No acts. The address is not repeated: whoever reads it here could not be told that it is not an account's. */
export function linkSentPage(props: PageContext & FormTarget): string {
  const texts = passwordMessages(props.locale).forgot;
  return renderPage(props, {
    title: texts.sentTitle,
    children: (
      <>
        <p>{texts.sent}</p>
        <p>{texts.nothing}</p>
        <p class="aside">
          <a href={props.action}>{texts.again}</a>
        </p>
        <SignInLink text={texts.signIn} />
      </>
    ),
  });
}

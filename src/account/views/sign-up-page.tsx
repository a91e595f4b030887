/** Asks for the address of a new account, says the same to everybody afterwards, and says so when there is no sign-up. */
import { ActButton, ActForm, Field } from '../../../interactions/views/elements.js';
import { WaysForward } from '../../../interactions/views/error-page.js';
import { renderPage } from '../../../interactions/views/layout.js';
import type { FieldError, FormTarget, PageContext } from '../../../interactions/views/page-context.js';
import { signUpMessages } from '../messages/sign-up-catalogue.js';
import { EmailField, SignInLink } from './public-parts.js';

/** Act: `sign_up` (fields `email`, `name`). */
export interface SignUpPageProps extends PageContext, FormTarget {
  /** What was typed before. */
  readonly email?: string;
  readonly name?: string;
  readonly error?: FieldError | undefined;
}

export function signUpPage(props: SignUpPageProps): string {
  const { email = '', name = '', error } = props;
  const texts = signUpMessages(props.locale);
  return renderPage(props, {
    title: texts.title,
    error,
    children: (
      <>
        <p>{texts.intro}</p>
        <ActForm target={props}>
          <EmailField label={texts.email} value={email} error={error} />
          <NameField label={texts.name} hint={texts.nameHint} value={name} error={error} />
          <ActButton act="sign_up">{texts.submit}</ActButton>
        </ActForm>
        <SignInLink text={texts.haveAccount} />
      </>
    ),
  });
}

export function NameField(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error: FieldError | undefined;
}) {
  return <Field {...props} name="name" autocomplete="name" dir="auto" />;
}

/** No acts. */
export function signUpSentPage(props: PageContext & FormTarget): string {
  const texts = signUpMessages(props.locale);
  return renderPage(props, {
    title: texts.sentTitle,
    children: (
      <>
        <p>{texts.sent}</p>
        <p>{texts.nothing}</p>
        <p class="aside">
          <a href={props.action}>{texts.again}</a>
        </p>
      </>
    ),
  });
}

/** No acts; answer it with 404. */
export function signUpClosedPage(props: PageContext): string {
  const texts = signUpMessages(props.locale);
  return renderPage(props, {
    title: texts.closedTitle,
    isFailure: true,
    children: (
      <>
        <p>{texts.closed}</p>
        <WaysForward ways={[{ href: '/account', text: texts.signIn }]} />
      </>
    ),
  });
}

/** The first page of a sign-in: e-mail address and password in one form. */
import { ActButton, ActForm, Field, PasswordField, WaysOut } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { InteractionProps } from './page-context.js';

/** Acts: `password` (fields `email`, `password`), `switch_account`, `cancel`. Errors: `passwordError`. */
export interface PasswordPageProps extends InteractionProps {
  /** What was typed before, or the request's `login_hint`. */
  readonly email?: string | undefined;
  /** Re-authentication: the account is known, `email` is shown and cannot be changed. Still posted: do not trust it. */
  readonly isKnownAccount?: boolean | undefined;
  readonly forgotPasswordUrl: string;
  /** Absent while nobody may sign up. */
  readonly signUpUrl?: string | undefined;
  readonly helpUrl: string;
}

/** Renders the password page. */
export function passwordPage(props: PasswordPageProps): string {
  const { locale, error, email = '', isKnownAccount = false } = props;
  const messages = messagesFor(locale);
  const texts = messages.password;
  return renderPage(props, {
    title: texts.title,
    error,
    children: (
      <>
        {isKnownAccount && <p>{texts.reauthenticate}</p>}
        <ActForm target={props}>
          <Field
            name="email"
            label={texts.email}
            inputmode="email"
            autocomplete="username"
            autocapitalize="none"
            autocorrect="off"
            spellcheck={false}
            required
            readonly={isKnownAccount}
            value={email}
            error={error}
            focus={email === ''}
            dir="ltr"
          />
          <PasswordField
            name="password"
            label={texts.password}
            autocomplete="current-password"
            error={error}
            focus={email !== ''}
            messages={messages}
          />
          <ActButton act="password">{texts.submit}</ActButton>
        </ActForm>
        <p class="aside links">
          <a href={props.forgotPasswordUrl}>{texts.forgot}</a>
          {props.signUpUrl && !isKnownAccount && <a href={props.signUpUrl}>{texts.signUp}</a>}
          <a href={props.helpUrl}>{texts.help}</a>
        </p>
        <WaysOut target={props}>
          {isKnownAccount && (
            <ActButton act="switch_account" tone="quiet">
              {messages.acts.switchAccount}
            </ActButton>
          )}
          <ActButton act="cancel" tone="quiet">
            {messages.acts.cancel}
          </ActButton>
        </WaysOut>
      </>
    ),
  });
}

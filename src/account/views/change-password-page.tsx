/** The form for another password, and the page after it. */
import { AccountLine, ActButton, ActForm, PasswordField } from '../../../interactions/views/elements.js';
import { WaysForward } from '../../../interactions/views/error-page.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { AccountPageContext } from '../account-page-context.js';
import { passwordMessages } from '../messages/password-catalogue.js';
import { AccountNavigation } from './account-navigation.js';
import { AccountForManagers, NewPasswordField } from './new-password-field.js';

/** Act: `change_password` (fields `current_password`, `new_password`). */
export interface ChangePasswordPageProps extends AccountPageContext {
  readonly minLength: number;
  readonly error?: FieldError | undefined;
}

export function changePasswordPage(props: ChangePasswordPageProps): string {
  const { locale, account, error, minLength } = props;
  const messages = messagesFor(locale);
  const texts = passwordMessages(locale).change;
  return renderPage(props, {
    title: texts.title,
    error,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <AccountLine account={account} label={messages.account.label} />
        <ActForm target={props}>
          <AccountForManagers email={account} />
          <PasswordField
            name="current_password"
            label={texts.current}
            autocomplete="current-password"
            error={error}
            focus
            messages={messages}
          />
          <NewPasswordField locale={locale} label={texts.new} minLength={minLength} error={error} />
          <p class="hint">{texts.effect}</p>
          <ActButton act="change_password">{texts.submit}</ActButton>
        </ActForm>
        <p class="aside">
          <a href="/account/security">{texts.back}</a>
        </p>
      </>
    ),
  });
}

/** No acts. */
export function passwordChangedPage(props: AccountPageContext): string {
  const texts = passwordMessages(props.locale).change;
  return renderPage(props, {
    title: texts.changedTitle,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <p>{texts.changed}</p>
        <WaysForward ways={[{ href: '/account/security', text: texts.back }]} />
      </>
    ),
  });
}

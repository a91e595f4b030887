/** A new password against the link of a mail; what is shown after it, and in place of it when the link does not work. */
import { AccountLine, ActButton, ActForm, CodeField } from '../../../interactions/views/elements.js';
import { WaysForward } from '../../../interactions/views/error-page.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import type { FieldError, FormTarget, PageContext } from '../../../interactions/views/page-context.js';
import type { PasswordMessages } from '../messages/en-password.js';
import { passwordMessages } from '../messages/password-catalogue.js';
import { AccountForManagers, NewPasswordField } from './new-password-field.js';
import { SignInLink } from './public-parts.js';

/** Act: `reset_password` (fields `new_password`, `code`, and `token` as it came). */
export interface ResetPasswordPageProps extends PageContext, FormTarget {
  readonly account: string;
  readonly token: string;
  readonly minLength: number;
  /** Whether the account has a second factor. */
  readonly asksForCode: boolean;
  readonly error?: FieldError | undefined;
}

export function resetPasswordPage(props: ResetPasswordPageProps): string {
  const { locale, account, error } = props;
  const texts = passwordMessages(locale).reset;
  return renderPage(props, {
    title: texts.title,
    error,
    children: (
      <>
        <AccountLine account={account} label={messagesFor(locale).account.label} />
        <ActForm target={props}>
          <input type="hidden" name="token" value={props.token} />
          <AccountForManagers email={account} />
          <NewPasswordField locale={locale} label={texts.new} minLength={props.minLength} error={error} focus />
          {props.asksForCode && <CodeField label={texts.code} hint={texts.codeHint} keyboard="text" error={error} />}
          <p class="hint">{texts.effect}</p>
          <ActButton act="reset_password">{texts.submit}</ActButton>
        </ActForm>
        {props.asksForCode && (
          <p class="aside">
            {texts.noCode} <a href="/account/help#lost-phone">{texts.lostPhone}</a>
          </p>
        )}
      </>
    ),
  });
}

/** No acts. */
export function passwordResetPage(props: PageContext): string {
  const texts = passwordMessages(props.locale).reset;
  return renderPage(props, {
    title: texts.doneTitle,
    children: (
      <>
        <p>{texts.done}</p>
        <WaysForward ways={[{ href: '/account', text: texts.signIn }]} />
      </>
    ),
  });
}

/** No acts; answer it with a 4xx. */
export function deadResetLinkPage(
  props: PageContext & { readonly because: keyof PasswordMessages['reset']['dead'] },
): string {
  const texts = passwordMessages(props.locale).reset;
  return renderPage(props, {
    title: texts.deadTitle,
    isFailure: true,
    children: (
      <>
        <p>{texts.dead[props.because]}</p>
        <WaysForward ways={[{ href: '/account/forgot-password', text: texts.newLink }]} />
        <SignInLink text={texts.signIn} />
      </>
    ),
  });
}

/** A password and a name for the account that a mail's link belongs to; what is shown afterwards, and when the link does not work. */
import { AccountLine, ActButton, ActForm } from '../../../interactions/views/elements.js';
import { WaysForward } from '../../../interactions/views/error-page.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import type { FieldError, FormTarget, PageContext } from '../../../interactions/views/page-context.js';
import type { SignUpMessages } from '../messages/en-sign-up.js';
import { signUpMessages } from '../messages/sign-up-catalogue.js';
import { AccountForManagers, NewPasswordField } from './new-password-field.js';
import { SignInLink } from './public-parts.js';
import { NameField } from './sign-up-page.js';

/** Act: `activate` (fields `new_password`, `name`, and `token` as it came). */
export interface ActivatePageProps extends PageContext, FormTarget {
  readonly account: string;
  readonly token: string;
  readonly name: string;
  readonly minLength: number;
  readonly error?: FieldError | undefined;
}

export function activatePage(props: ActivatePageProps): string {
  const { locale, account, error } = props;
  const texts = signUpMessages(locale);
  return renderPage(props, {
    title: texts.activate.title,
    error,
    children: (
      <>
        <AccountLine account={account} label={messagesFor(locale).account.label} />
        <p>{texts.activate.intro}</p>
        <ActForm target={props}>
          <input type="hidden" name="token" value={props.token} />
          <AccountForManagers email={account} />
          <NameField label={texts.name} hint={texts.nameHint} value={props.name} error={error} />
          <NewPasswordField
            locale={locale}
            label={texts.activate.password}
            minLength={props.minLength}
            error={error}
            focus
          />
          <ActButton act="activate">{texts.activate.submit}</ActButton>
        </ActForm>
      </>
    ),
  });
}

/** No acts. */
export function activatedPage(props: PageContext & { readonly mode: 'open' | 'approval' }): string {
  const { signIn, activate: texts } = signUpMessages(props.locale);
  return renderPage(props, {
    title: texts.doneTitle[props.mode],
    children: (
      <>
        <p>{texts.done[props.mode]}</p>
        {props.mode === 'open' && <WaysForward ways={[{ href: '/account', text: signIn }]} />}
      </>
    ),
  });
}

/** No acts; answer it with a 4xx. */
export function deadActivationPage(
  props: PageContext & { readonly because: keyof SignUpMessages['activate']['dead'] },
): string {
  const { signIn, activate: texts } = signUpMessages(props.locale);
  return renderPage(props, {
    title: texts.deadTitle,
    isFailure: true,
    children: (
      <>
        <p>{texts.dead[props.because]}</p>
        {props.because === 'used' ? (
          <WaysForward ways={[{ href: '/account', text: signIn }]} />
        ) : (
          <>
            <WaysForward ways={[{ href: '/account/sign-up', text: texts.newLink }]} />
            <SignInLink text={signIn} />
          </>
        )}
      </>
    ),
  });
}

/** Asks for the first code of an authenticator app that an administrator has set up; the key is not on this page. */
import { AccountLine, ActButton, ActForm, CodeField, SwitchOrCancel, UserText } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { InteractionProps } from './page-context.js';

/** Acts: `confirm_enrolment` (fields `code`, `name`), `switch_account`, `cancel`. Errors: `codeError`. */
export interface HandedOverPageProps extends InteractionProps {
  /** E-mail address of the account that signs in. */
  readonly account: string;
  /** As the authenticator app shows it: MFA_ISSUER. */
  readonly issuer: string;
}

/** Renders the page. */
export function handedOverPage(props: HandedOverPageProps): string {
  const { locale, error, account, issuer } = props;
  const messages = messagesFor(locale);
  const { handedOver, challenge, acts } = messages;
  return renderPage(props, {
    title: handedOver.title,
    error,
    children: (
      <>
        <AccountLine account={account} label={messages.account.signedInAs} />
        <p>
          {handedOver.intro(
            <strong>
              <UserText>{issuer}</UserText>
            </strong>,
          )}
        </p>
        <ActForm target={props}>
          {/* Tells it from a challenge when a password manager sends the form without its button. */}
          <input type="hidden" name="name" value="" />
          <CodeField label={challenge.codeLabel} hint={handedOver.codeHint} keyboard="numeric" error={error} focus />
          <ActButton act="confirm_enrolment">{challenge.submit}</ActButton>
        </ActForm>
        <p class="aside">{handedOver.without}</p>
        <SwitchOrCancel target={props} acts={acts} />
      </>
    ),
  });
}

/** Sets up an authenticator app outside a sign-in: the first one, or one more. */
import { AccountLine, ActButton, ActForm } from '../../../interactions/views/elements.js';
import { EnrolmentSteps, type EnrolmentStepsProps } from '../../../interactions/views/enrolment-steps.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import { mostTotpCredentials } from '../../mfa/totp-enrolment-store.js';
import type { AccountPageContext } from '../account-page-context.js';
import { securityMessages } from '../messages/security-catalogue.js';
import { AccountNavigation } from './account-navigation.js';
import { BackLink } from './security-parts.js';

/** Act: `confirm_enrolment` (fields `setup`, `name`, `code`). Errors: `codeError`. */
export interface AddAppPageProps extends AccountPageContext, EnrolmentStepsProps {
  /** Id of the enrolment that the page shows: its code confirms no other. */
  readonly setup: string;
  readonly isFirst: boolean;
}

export function addAppPage(props: AddAppPageProps): string {
  const messages = messagesFor(props.locale);
  const texts = securityMessages(props.locale);
  return renderPage(props, {
    title: props.isFirst ? messages.enrolment.title : texts.add.title,
    error: props.error,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <AccountLine account={props.account} label={messages.account.label} />
        <p>{props.isFirst ? messages.enrolment.why : texts.add.why}</p>
        <ActForm target={props}>
          <input type="hidden" name="setup" value={props.setup} />
          <EnrolmentSteps props={props} messages={messages} />
          <p class="hint">{texts.add.endsSessions}</p>
          <ActButton act="confirm_enrolment">{messages.enrolment.submit}</ActButton>
        </ActForm>
        <p class="aside">{messages.enrolment.leaving}</p>
        <BackLink>{texts.cancel}</BackLink>
      </>
    ),
  });
}

/** The enrolment took too long, or another one took its place. Act: `restart_enrolment`. Answer it with a 4xx. */
export function setupExpiredPage(props: AccountPageContext): string {
  const { enrolment } = messagesFor(props.locale);
  const texts = securityMessages(props.locale);
  return renderPage(props, {
    title: texts.add.title,
    isFailure: true,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <p class="error" role="alert">
          <strong>{enrolment.expired}</strong> {enrolment.expiredHelp}
        </p>
        <ActForm target={props}>
          <ActButton act="restart_enrolment">{enrolment.restart}</ActButton>
        </ActForm>
        <BackLink>{texts.back}</BackLink>
      </>
    ),
  });
}

/** There are as many apps as there can be. */
export function tooManyAppsPage(props: AccountPageContext): string {
  const texts = securityMessages(props.locale);
  return renderPage(props, {
    title: texts.add.title,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <p>{texts.apps.tooMany(mostTotpCredentials)}</p>
        <BackLink>{texts.back}</BackLink>
      </>
    ),
  });
}

/** An enrolment that was not confirmed in time: start over, or leave. */
import { AccountLine, ActButton, ActForm, SwitchOrCancel } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { InteractionProps } from './page-context.js';

/** Acts: `restart_enrolment`, `switch_account`, `cancel`. */
export interface EnrolmentExpiredPageProps extends InteractionProps {
  readonly account: string;
}

/** Renders the page; answer it with a 4xx. */
export function enrolmentExpiredPage(props: EnrolmentExpiredPageProps): string {
  const messages = messagesFor(props.locale);
  const texts = messages.enrolment;
  return renderPage(props, {
    title: texts.title,
    isFailure: true,
    children: (
      <>
        <AccountLine account={props.account} label={messages.account.signedInAs} />
        <p class="error" role="alert">
          <strong>{texts.expired}</strong> {texts.expiredHelp}
        </p>
        <ActForm target={props}>
          <ActButton act="restart_enrolment">{texts.restart}</ActButton>
        </ActForm>
        <SwitchOrCancel target={props} acts={messages.acts} />
      </>
    ),
  });
}

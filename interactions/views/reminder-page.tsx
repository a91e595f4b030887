/** During the grace period, or when a second factor is only encouraged: set it up now, or go on without. */
import { AccountLine, ActButton, ActForm, SwitchOrCancel } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { InteractionProps } from './page-context.js';
import { type Requirement, RequirementLine } from './requirement-line.js';

/** Acts: `set_up_now`, `not_now`, `switch_account`, `cancel`. */
export interface ReminderPageProps extends InteractionProps {
  readonly now: Date;
  readonly account: string;
  /** Absent: encouraged, never required. */
  readonly requirement?: Requirement | undefined;
}

/** Renders the reminder. */
export function reminderPage(props: ReminderPageProps): string {
  const { requirement } = props;
  const messages = messagesFor(props.locale);
  const texts = messages.reminder;
  return renderPage(props, {
    title: texts.title,
    error: props.error,
    children: (
      <>
        <AccountLine account={props.account} label={messages.account.signedInAs} />
        <p>{messages.enrolment.why}</p>
        {requirement ? (
          <>
            <RequirementLine requirement={requirement} party={props.relyingParty} now={props.now} messages={messages} />
            <p>{texts.required}</p>
          </>
        ) : (
          <p>{texts.encouraged}</p>
        )}
        <ActForm target={props} class="choice">
          <ActButton act="set_up_now">{texts.setUpNow}</ActButton>
          <ActButton act="not_now" tone="secondary">
            {texts.notNow}
          </ActButton>
        </ActForm>
        <SwitchOrCancel target={props} acts={messages.acts} />
      </>
    ),
  });
}

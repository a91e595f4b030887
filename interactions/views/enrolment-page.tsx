/** Sets up an authenticator app in three steps on one page. */
import { AccountLine, ActButton, ActForm, WaysOut } from './elements.js';
import { EnrolmentSteps, type EnrolmentStepsProps } from './enrolment-steps.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { FieldError, InteractionProps } from './page-context.js';
import { type Requirement, RequirementLine } from './requirement-line.js';

/**
 * Acts: `confirm_enrolment` (fields `code`, `name`), `not_now` when `isOptional`, `switch_account`, `cancel`, and `sign_out`
 * when `canSignOut`. Errors: `codeError`.
 */
export interface EnrolmentPageProps extends InteractionProps, EnrolmentStepsProps {
  readonly now: Date;
  readonly error?: FieldError | undefined;
  readonly requirement?: Requirement | undefined;
  /** Chosen before it must be. */
  readonly isOptional?: boolean | undefined;
  /** There is a session that can be ended. */
  readonly canSignOut?: boolean | undefined;
}

/** Renders the enrolment page. */
export function enrolmentPage(props: EnrolmentPageProps): string {
  const { locale, error, requirement } = props;
  const messages = messagesFor(locale);
  const texts = messages.enrolment;
  return renderPage(props, {
    title: texts.title,
    error,
    children: (
      <>
        <AccountLine account={props.account} label={messages.account.signedInAs} />
        {requirement && (
          <RequirementLine requirement={requirement} party={props.relyingParty} now={props.now} messages={messages} />
        )}
        <p>{texts.why}</p>
        <ActForm target={props}>
          <EnrolmentSteps props={props} messages={messages} />
          <ActButton act="confirm_enrolment">{texts.submit}</ActButton>
        </ActForm>
        <p class="aside">{texts.leaving}</p>
        <EnrolmentWaysOut props={props} messages={messages} />
      </>
    ),
  });
}

interface PieceProps {
  readonly props: EnrolmentPageProps;
  readonly messages: Messages;
}

function EnrolmentWaysOut({ props, messages: { acts, reminder } }: PieceProps) {
  return (
    <WaysOut target={props}>
      {props.isOptional && (
        <ActButton act="not_now" tone="quiet">
          {reminder.notNow}
        </ActButton>
      )}
      <ActButton act="switch_account" tone="quiet">
        {acts.switchAccount}
      </ActButton>
      {props.canSignOut && (
        <ActButton act="sign_out" tone="quiet">
          {acts.signOut}
        </ActButton>
      )}
      <ActButton act="cancel" tone="quiet">
        {acts.cancel}
      </ActButton>
    </WaysOut>
  );
}

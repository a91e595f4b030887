/** Sets up an authenticator app in three steps on one page. */
import { AccountLine, ActButton, ActForm, CodeField, CopyButton, Field, WaysOut } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { InteractionProps } from './page-context.js';
import { type Requirement, RequirementLine } from './requirement-line.js';

/** The secret of an enrolment and how to show it. Never logged; the page is `no-store`. */
interface EnrolmentKey {
  /** `otpauth://totp/…`. */
  readonly uri: string;
  /** Base32, without spaces: the page groups it. */
  readonly seed: string;
  /** An `<svg>` element made by us from `uri`; goes into the page as it is. */
  readonly qrSvg: string;
}

/**
 * Acts: `confirm_enrolment` (fields `code`, `name`), `not_now` when `isOptional`, `switch_account`, `cancel`, and `sign_out`
 * when `canSignOut`. Errors: `codeError`.
 */
export interface EnrolmentPageProps extends InteractionProps {
  readonly now: Date;
  readonly account: string;
  /** As the app will show it: MFA_ISSUER. */
  readonly issuer: string;
  readonly key: EnrolmentKey;
  readonly digits: number;
  readonly periodSeconds: number;
  /** What was typed, or a suggestion. Absent: the page suggests none. */
  readonly name?: string | undefined;
  readonly requirement?: Requirement | undefined;
  /** Chosen before it must be. */
  readonly isOptional?: boolean | undefined;
  /** There is a session that can be ended. */
  readonly canSignOut?: boolean | undefined;
}

/** Longest name of a factor, in characters. */
const longestName = 64;

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
          <ol class="steps">
            <li>
              <Field
                name="name"
                label={
                  <>
                    {texts.nameStep} <span class="optional">{texts.nameOptional}</span>
                  </>
                }
                isStep
                hint={texts.nameHint}
                autocomplete="off"
                maxlength={longestName}
                value={props.name ?? ''}
                error={error}
                dir="auto"
              />
            </li>
            <li>
              <h2>{texts.scanStep}</h2>
              <p>{texts.scanHint}</p>
              <KeyToScan props={props} messages={messages} />
            </li>
            <li>
              <CodeField label={texts.codeStep} isStep keyboard="numeric" error={error} />
            </li>
          </ol>
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

/** Picture and key; on narrow screens, where the phone cannot scan itself, the style puts the key first. */
function KeyToScan({ props: { key, account, issuer, digits, periodSeconds }, messages }: PieceProps) {
  const texts = messages.enrolment;
  return (
    <div class="key-to-scan">
      <a class="qr" href={key.uri}>
        <span class="on-this-device">{texts.openApp}</span>
        <span role="img" aria-label={texts.qrAlt(account, issuer)} dangerouslySetInnerHTML={{ __html: key.qrSvg }} />
      </a>
      <div class="key">
        <dl>
          <div class="whole">
            <dt>{texts.keyLabel}</dt>
            <dd>
              <code dir="ltr">{inGroupsOfFour(key.seed)}</code> <CopyButton text={key.seed} messages={messages} />
            </dd>
          </div>
          <div>
            <dt>{texts.keyType}</dt>
            <dd>{texts.keyTypeValue}</dd>
          </div>
          <div>
            <dt>{texts.digits}</dt>
            <dd>{digits}</dd>
          </div>
          <div>
            <dt>{texts.period}</dt>
            <dd>{texts.periodValue(periodSeconds)}</dd>
          </div>
        </dl>
      </div>
    </div>
  );
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

function inGroupsOfFour(seed: string): string {
  return seed.replace(/.{4}(?=.)/g, '$& ');
}

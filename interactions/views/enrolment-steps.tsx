/** The three steps of setting up an authenticator app: name it, give it the key, enter its code. Inside a sign-in and outside. */
import { CodeField, CopyButton, Field } from './elements.js';
import type { Messages } from './messages/en.js';
import type { FieldError } from './page-context.js';

/** The secret of an enrolment and how to show it. Never logged; the page is `no-store`. */
export interface EnrolmentKey {
  /** `otpauth://totp/…`. */
  readonly uri: string;
  /** Base32, without spaces: the page groups it. */
  readonly seed: string;
  /** An `<svg>` element made by us from `uri`; goes into the page as it is. */
  readonly qrSvg: string;
}

/** Fields: `name`, `code`. */
export interface EnrolmentStepsProps {
  readonly account: string;
  /** As the app will show it: MFA_ISSUER. */
  readonly issuer: string;
  readonly key: EnrolmentKey;
  readonly digits: number;
  readonly periodSeconds: number;
  /** What was typed, or a suggestion. Absent: the page suggests none. */
  readonly name?: string | undefined;
  readonly error?: FieldError | undefined;
}

/** Longest name of a factor, in characters. */
export const longestFactorName = 60;

interface PieceProps {
  readonly props: EnrolmentStepsProps;
  readonly messages: Messages;
}

/** To be put into the form whose button verifies the code. */
export function EnrolmentSteps({ props, messages }: PieceProps) {
  const { name, error } = props;
  const texts = messages.enrolment;
  return (
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
          maxlength={longestFactorName}
          value={name ?? ''}
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
  );
}

/** Picture and key; on narrow screens, where the phone cannot scan itself, the style puts the key first. */
export function KeyToScan({
  props: { key, account, issuer, digits, periodSeconds },
  messages,
}: {
  readonly props: Pick<EnrolmentStepsProps, 'key' | 'account' | 'issuer' | 'digits' | 'periodSeconds'>;
  readonly messages: Messages;
}) {
  const { uri, seed, qrSvg } = key;
  const texts = messages.enrolment;
  return (
    <div class="key-to-scan">
      <a class="qr" href={uri}>
        <span class="on-this-device">{texts.openApp}</span>
        <span role="img" aria-label={texts.qrAlt(account, issuer)} dangerouslySetInnerHTML={{ __html: qrSvg }} />
      </a>
      <div class="key">
        <dl>
          <div class="whole">
            <dt>{texts.keyLabel}</dt>
            <dd>
              <code dir="ltr">{inGroupsOfFour(seed)}</code> <CopyButton text={seed} messages={messages} />
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

function inGroupsOfFour(seed: string): string {
  return seed.replace(/.{4}(?=.)/g, '$& ');
}

/** Asks for the second factor: a TOTP or a backup code in one field. */
import { AccountLine, ActButton, ActForm, CodeField, SwitchOrCancel, UserText } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { HelpTopic, InteractionProps } from './page-context.js';

/** Acts: `verify_factor` (fields `code`, `method`), `switch_account`, `cancel`. Errors: `codeError`. */
export interface ChallengePageProps extends InteractionProps {
  /** E-mail address of the account that signs in. */
  readonly account: string;
  /** As the authenticator app shows it: MFA_ISSUER. */
  readonly issuer: string;
  /** From the query `method`. Changes words and keyboard only: the field takes either code. */
  readonly method: 'totp' | 'backup_code';
  /** Whether unused backup codes are left; without them the page does not offer any. */
  readonly hasBackupCodes: boolean;
  /** Name the person gave to the app. */
  readonly factorName?: string | undefined;
}

const helpTopics: readonly HelpTopic[] = ['clock', 'newPhone', 'lostPhone', 'administrator'];

/** Renders the challenge page. */
export function challengePage(props: ChallengePageProps): string {
  const { locale, error, method, account } = props;
  const messages = messagesFor(locale);
  const texts = messages.challenge;
  const isTotp = method === 'totp';
  return renderPage(props, {
    title: isTotp ? texts.totpTitle : texts.backupTitle,
    error,
    children: (
      <>
        <AccountLine account={account} label={messages.account.signedInAs} />
        {isTotp ? <p>{lookFor(props, messages)}</p> : <p>{texts.backupHint}</p>}
        <ActForm target={props}>
          <input type="hidden" name="method" value={method} />
          <CodeField
            label={isTotp ? texts.codeLabel : texts.backupLabel}
            hint={isTotp ? texts.codeHint : texts.backupShape(<code>abc12-def34</code>)}
            keyboard={isTotp ? 'numeric' : 'text'}
            error={error}
            focus
          />
          <ActButton act="verify_factor">{texts.submit}</ActButton>
        </ActForm>
        {(!isTotp || props.hasBackupCodes) && (
          <p class="aside">
            <a href={`${props.action}?method=${isTotp ? 'backup_code' : 'totp'}`}>
              {isTotp ? texts.useBackupCode : texts.useApp}
            </a>
          </p>
        )}
        <Help messages={messages} open={error?.help} />
        <SwitchOrCancel target={props} acts={messages.acts} />
      </>
    ),
  });
}

function lookFor({ issuer, factorName }: ChallengePageProps, { challenge }: Messages) {
  const issuerName = (
    <strong>
      <UserText>{issuer}</UserText>
    </strong>
  );
  return factorName
    ? challenge.lookForIn(<UserText>{factorName}</UserText>, issuerName)
    : challenge.lookFor(issuerName);
}

function Help({ messages: { help }, open }: { readonly messages: Messages; readonly open: HelpTopic | undefined }) {
  return (
    <section class="help" aria-labelledby="help">
      <h2 id="help">{help.title}</h2>
      <ul>
        {helpTopics.map((topic) => (
          <li key={topic}>
            <details id={`help-${topic}`} open={topic === open}>
              <summary>{help[topic].question}</summary>
              <p>{help[topic].answer}</p>
            </details>
          </li>
        ))}
      </ul>
      <p class="more">
        <a href="/account/help">{help.more}</a>
      </p>
    </section>
  );
}

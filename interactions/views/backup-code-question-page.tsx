/** Before a sign-in ends: how many backup codes are left, new ones when there are few, and now and then whether they can be found. */
import { type BackupCodeQuestion, fewBackupCodes } from '../../src/login/backup-code-question.js';
import { AccountLine, ActButton, ActForm, SwitchOrCancel } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { InteractionProps } from './page-context.js';

/** Acts: `continue`, `continue_confirmed`, `continue_later`, `make_codes`, `switch_account`, `cancel`. */
export interface BackupCodeQuestionPageProps extends InteractionProps {
  readonly account: string;
  readonly question: BackupCodeQuestion;
}

interface PieceProps {
  readonly props: BackupCodeQuestionPageProps;
  readonly messages: Messages;
}

/** Renders the page. */
export function backupCodeQuestionPage(props: BackupCodeQuestionPageProps): string {
  const messages = messagesFor(props.locale);
  const texts = messages.backupCodeQuestion;
  const { about, remaining } = props.question;
  const title = { used: texts.usedTitle, low: texts.lowTitle(remaining), check: texts.checkTitle }[about];
  return renderPage(props, {
    title,
    children: (
      <>
        <AccountLine account={props.account} label={messages.account.signedInAs} />
        <Words props={props} messages={messages} />
        <ActForm target={props} class="choice">
          <Answers props={props} messages={messages} />
        </ActForm>
        <SwitchOrCancel target={props} acts={messages.acts} />
      </>
    ),
  });
}

function Words({ props: { question }, messages: { backupCodeQuestion: texts } }: PieceProps) {
  const { about, remaining, canMakeNew } = question;
  if (about === 'used') {
    return (
      <>
        <p>
          <strong>{texts.used(remaining)}</strong> {texts.usedHelp}
        </p>
        {remaining <= fewBackupCodes && <p>{texts.fewHelp}</p>}
      </>
    );
  }
  return (
    <>
      <p>{about === 'low' ? texts.lowHelp : texts.check(remaining)}</p>
      <p>{canMakeNew ? texts.makeNewReplaces : texts.makeNewElsewhere}</p>
    </>
  );
}

/** The first button is what the Enter key does. */
function Answers({ props: { question }, messages }: PieceProps) {
  const texts = messages.backupCodeQuestion;
  const { about, canMakeNew } = question;
  if (about === 'used') return <ActButton act="continue">{messages.acts.continue}</ActButton>;
  const isLow = about === 'low';
  return (
    <>
      {!isLow && <ActButton act="continue_confirmed">{texts.hasThem}</ActButton>}
      {canMakeNew && (
        <ActButton act="make_codes" tone={isLow ? 'primary' : 'secondary'}>
          {texts.makeNew}
        </ActButton>
      )}
      <ActButton act="continue_later" tone={isLow && !canMakeNew ? 'primary' : 'secondary'}>
        {isLow && !canMakeNew ? messages.acts.continue : texts.notNow}
      </ActButton>
    </>
  );
}

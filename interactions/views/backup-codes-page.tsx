/** Shows new backup codes, once, until the person says that they are saved. */
import { BackupCodeSheet, SavedBox } from './backup-code-sheet.js';
import { ActButton, ActForm } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { InteractionProps } from './page-context.js';

/** Acts: `codes_saved` (field `saved`), and `new_backup_codes` when the codes are no longer shown. Errors: `savedError`. */
export interface BackupCodesPageProps extends InteractionProps {
  readonly issuer: string;
  readonly account: string;
  /** When the codes were made. */
  readonly madeAt: Date;
  /** As they are shown, such as `abc12-def34`; only in the answer to the request that made them. */
  readonly codes: readonly string[] | 'no_longer_shown';
}

/** Renders the backup codes page. */
export function backupCodesPage(props: BackupCodesPageProps): string {
  const { locale, error, codes } = props;
  const messages = messagesFor(locale);
  const texts = messages.backupCodes;
  const areShown = codes !== 'no_longer_shown';
  return renderPage(props, {
    title: areShown ? texts.title : texts.goneTitle,
    error,
    children: (
      <>
        {areShown ? (
          <BackupCodeSheet props={{ ...props, codes }} messages={messages} />
        ) : (
          <>
            <p>
              <strong>{texts.gone}</strong> {texts.goneHelp}
            </p>
            <ActForm target={props}>
              <ActButton act="new_backup_codes" tone="secondary">
                {texts.makeNew}
              </ActButton>
            </ActForm>
          </>
        )}
        <ActForm target={props}>
          <SavedBox error={error} messages={messages} />
          <ActButton act="codes_saved">{messages.acts.continue}</ActButton>
        </ActForm>
      </>
    ),
  });
}

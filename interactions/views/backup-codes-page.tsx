/** Shows new backup codes, once, until the person says that they are saved. */
import { backupCodeDataUrl, backupCodeFileName } from './backup-code-file.js';
import { ActButton, ActForm, CopyButton, ErrorMessage, UserText } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
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
          <Codes props={props} codes={codes} messages={messages} />
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
          <SavedBox props={props} messages={messages} />
          <ActButton act="codes_saved">{messages.acts.continue}</ActButton>
        </ActForm>
      </>
    ),
  });
}

interface PieceProps {
  readonly props: BackupCodesPageProps;
  readonly messages: Messages;
}

function Codes({ props, codes, messages }: PieceProps & { readonly codes: readonly string[] }) {
  const { locale, issuer, account, madeAt } = props;
  const texts = messages.backupCodes;
  return (
    <>
      <p>
        <strong>{texts.intro}</strong> {texts.why}
      </p>
      <div class="sheet">
        <p class="sheet-title">
          <UserText>{issuer}</UserText> · <UserText>{account}</UserText> · {messages.formats.fullDate(madeAt)}
        </p>
        <ol class="codes" aria-label={texts.listLabel}>
          {codes.map((code) => (
            <li key={code}>
              <code dir="ltr">{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <p class="tools">
        <a
          class="tool"
          download={backupCodeFileName}
          href={backupCodeDataUrl({ locale, issuer, account, madeAt, codes })}
        >
          {texts.download}
        </a>
        <button class="tool" type="button" hidden data-print="">
          {messages.acts.print}
        </button>
        <CopyButton text={codes.join('\n')} messages={messages} />
      </p>
    </>
  );
}

function SavedBox({ props: { error }, messages }: PieceProps) {
  const own = error?.field === 'saved' ? error : undefined;
  return (
    <div class={own ? 'check refused' : 'check'}>
      <ErrorMessage id="saved-error" error={own} />
      <label for="saved">
        <input
          type="checkbox"
          id="saved"
          name="saved"
          value="yes"
          required
          aria-describedby={own && 'saved-error'}
          aria-invalid={own ? 'true' : undefined}
          autofocus={own !== undefined}
        />
        <span>{messages.backupCodes.saved}</span>
      </label>
    </div>
  );
}

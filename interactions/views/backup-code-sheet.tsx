/** New backup codes and what people do with them: keep them, and say so. Inside a sign-in and outside. */
import { type BackupCodeFile, backupCodeDataUrl, backupCodeFileName } from './backup-code-file.js';
import { CopyButton, ErrorMessage, UserText } from './elements.js';
import type { Messages } from './messages/en.js';
import type { FieldError } from './page-context.js';

/** The codes as a numbered list with download, print and copy. Only in the answer to the request that made them. */
export function BackupCodeSheet({ props, messages }: { readonly props: BackupCodeFile; readonly messages: Messages }) {
  const { locale, issuer, account, madeAt, codes } = props;
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

/** The box that must be ticked before the flow goes on. Field: `saved`; errors: `savedError`. */
export function SavedBox({ error, messages }: { readonly error: FieldError | undefined; readonly messages: Messages }) {
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

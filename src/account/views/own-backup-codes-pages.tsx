/** Makes new backup codes, and shows codes once: after the first app, or in place of old ones. */
import { BackupCodeSheet, SavedBox } from '../../../interactions/views/backup-code-sheet.js';
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { AccountPageContext } from '../account-page-context.js';
import { securityMessages } from '../messages/security-catalogue.js';
import { AccountNavigation } from './account-navigation.js';
import { NotEnabled } from './disable-page.js';
import { BackLink, OpenButton, ProofField, securityPaths, UnconfirmedCodes } from './security-parts.js';

/** Acts: `new_backup_codes` (field `code`), `codes_saved`. Errors: `codeError`. */
export interface RenewCodesPageProps extends AccountPageContext {
  /** Unused codes; null: the account has no second factor, and so no codes. */
  readonly remaining: number | null;
  readonly hasUnconfirmedCodes: boolean;
  readonly error?: FieldError | undefined;
}

export function renewCodesPage(props: RenewCodesPageProps): string {
  const texts = securityMessages(props.locale);
  const { remaining } = props;
  return renderPage(props, {
    title: texts.renew.title,
    error: props.error,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        {remaining === null ? (
          <NotEnabled texts={texts} />
        ) : (
          <>
            <p>{remaining === 0 ? texts.codes.none : texts.codes.left(remaining)}</p>
            {props.hasUnconfirmedCodes && <UnconfirmedCodes target={props} texts={texts} />}
            <p>{texts.renew.means}</p>
            <ActForm target={props}>
              <ProofField kind="app" texts={texts} error={props.error} />
              <ActButton act="new_backup_codes">{texts.renew.submit}</ActButton>
            </ActForm>
          </>
        )}
        <BackLink>{texts.back}</BackLink>
      </>
    ),
  });
}

/** Act: `codes_saved` (field `saved`). Errors: `savedError`. */
export interface ShownCodesPageProps extends AccountPageContext {
  readonly issuer: string;
  readonly madeAt: Date;
  /** Only in the answer to the request that made them. */
  readonly codes: readonly string[] | 'no_longer_shown';
  /** The session has not verified the factor that it needs from now on. */
  readonly isAskedForCode: boolean;
  readonly error?: FieldError | undefined;
}

export function shownCodesPage(props: ShownCodesPageProps): string {
  const messages = messagesFor(props.locale);
  const texts = securityMessages(props.locale);
  const { codes, error } = props;
  const areShown = codes !== 'no_longer_shown';
  return renderPage(props, {
    title: areShown ? messages.backupCodes.title : messages.backupCodes.goneTitle,
    error,
    children: (
      <>
        {areShown ? (
          <BackupCodeSheet props={{ ...props, codes }} messages={messages} />
        ) : (
          <>
            <p>
              <strong>{messages.backupCodes.gone}</strong> {messages.backupCodes.goneHelp}
            </p>
            <OpenButton path={securityPaths.backupCodes} tone="secondary">
              {messages.backupCodes.makeNew}
            </OpenButton>
          </>
        )}
        <ActForm target={props}>
          <SavedBox error={error} messages={messages} />
          {props.isAskedForCode && <p class="hint">{texts.shownCodes.onceMore}</p>}
          <ActButton act="codes_saved">{messages.acts.continue}</ActButton>
        </ActForm>
      </>
    ),
  });
}

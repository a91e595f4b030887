/** Renames or removes one authenticator app of several. */
import { ActButton, ActForm, Field, UserText } from '../../../interactions/views/elements.js';
import { longestFactorName } from '../../../interactions/views/enrolment-steps.js';
import { renderPage } from '../../../interactions/views/layout.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { AccountPageContext } from '../account-page-context.js';
import { securityMessages } from '../messages/security-catalogue.js';
import { AccountNavigation } from './account-navigation.js';
import { BackLink, ProofField } from './security-parts.js';

interface FactorPageProps extends AccountPageContext {
  /** What the person calls the app; on a refused form, what was typed. */
  readonly name: string;
  readonly error?: FieldError | undefined;
}

/** Act: `rename` (field `name`). */
export function renameAppPage(props: FactorPageProps): string {
  const texts = securityMessages(props.locale);
  return renderPage(props, {
    title: texts.rename.title,
    error: props.error,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <ActForm target={props}>
          <Field
            name="name"
            label={texts.rename.name}
            hint={texts.rename.hint}
            value={props.name}
            maxlength={longestFactorName}
            autocomplete="off"
            required
            dir="auto"
            focus
            error={props.error}
          />
          <ActButton act="rename">{texts.rename.submit}</ActButton>
        </ActForm>
        <BackLink>{texts.cancel}</BackLink>
      </>
    ),
  });
}

/** Act: `remove` (field `code`). Errors: `codeError`. */
export function removeAppPage(props: FactorPageProps): string {
  const texts = securityMessages(props.locale);
  return renderPage(props, {
    title: texts.remove.title,
    error: props.error,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <p>
          {texts.remove.which(
            <strong>
              <UserText>{props.name}</UserText>
            </strong>,
          )}
        </p>
        <p>{texts.remove.means}</p>
        <ActForm target={props}>
          <ProofField kind="either" texts={texts} error={props.error} />
          <ActButton act="remove">{texts.remove.submit}</ActButton>
        </ActForm>
        <BackLink>{texts.cancel}</BackLink>
      </>
    ),
  });
}

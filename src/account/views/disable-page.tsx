/** Switches the second factor off, after saying what that means; or says why it cannot be. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import type { FieldError } from '../../../interactions/views/page-context.js';
import type { SelfDisableDecision } from '../../mfa/self-disable.js';
import type { AccountPageContext } from '../account-page-context.js';
import type { SecurityMessages } from '../messages/en-security.js';
import { securityMessages } from '../messages/security-catalogue.js';
import { AccountNavigation } from './account-navigation.js';
import { BackLink, OpenButton, ProofField, securityPaths } from './security-parts.js';

/** Act: `disable` (field `code`). Errors: `codeError`. */
export interface DisablePageProps extends AccountPageContext {
  readonly error?: FieldError | undefined;
}

export function disablePage(props: DisablePageProps): string {
  const texts = securityMessages(props.locale);
  const { turnOff } = texts;
  return renderPage(props, {
    title: turnOff.title,
    error: props.error,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        <section class="effects" aria-labelledby="effects">
          <h2 id="effects">{turnOff.means}</h2>
          <ul>
            {turnOff.effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </section>
        <p>
          {turnOff.newPhone} <a href={securityPaths.add}>{turnOff.newPhoneLink}</a>
        </p>
        <ActForm target={props}>
          <ProofField kind="either" texts={texts} error={props.error} />
          <ActButton act="disable">{texts.disable}</ActButton>
        </ActForm>
        <BackLink>{texts.cancel}</BackLink>
      </>
    ),
  });
}

type Forbidden = Extract<SelfDisableDecision, { ok: false }>['because'];

/** Instead of the form. Answer a POST that leads here with a 4xx. */
export function cannotDisablePage(props: AccountPageContext & { readonly because: Forbidden }): string {
  const texts = securityMessages(props.locale);
  return renderPage(props, {
    title: texts.turnOff.title,
    children: (
      <>
        <AccountNavigation page={props} at="security" />
        {props.because === 'mfa_not_enabled' ? (
          <NotEnabled texts={texts} />
        ) : (
          <>
            <p class="notice info">{texts.cannotDisable[props.because]}</p>
            <OpenButton path={securityPaths.add} tone="secondary">
              {texts.turnOff.newPhoneLink}
            </OpenButton>
          </>
        )}
        <BackLink>{texts.back}</BackLink>
      </>
    ),
  });
}

/** For every page about a factor that is not there. */
export function NotEnabled({ texts }: { readonly texts: SecurityMessages }) {
  return (
    <p class="notice info">
      <strong>{texts.notEnabled}</strong>. {texts.notEnabledHelp}
    </p>
  );
}

/** "This wasn't me": what happened and what confirming does; afterwards; and a link that does not work any more. */
import { ActButton, ActForm, UserText } from '../../../interactions/views/elements.js';
import { WaysForward } from '../../../interactions/views/error-page.js';
import { renderPage } from '../../../interactions/views/layout.js';
import type { FormTarget, PageContext } from '../../../interactions/views/page-context.js';
import type { NoticeKind } from '../../audit/mail-kind.js';
import type { Locale } from '../../language/locale.js';
import { mailSubject, momentInWords } from '../../mail/mail-content.js';
import { enNotMe, type NotMeMessages } from '../messages/en-not-me.js';
import { nlNotMe } from '../messages/nl-not-me.js';

const catalogues: Readonly<Record<Locale, NotMeMessages>> = { en: enNotMe, nl: nlNotMe };

/** Act: `report` (hidden field `token`). */
export interface NotMePageProps extends PageContext, FormTarget {
  readonly token: string;
  /** E-mail address. */
  readonly account: string;
  readonly happened: {
    readonly kind: NoticeKind;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly at: Date;
  };
}

export function notMePage(props: NotMePageProps): string {
  const texts = catalogues[props.locale];
  const { happened } = props;
  return renderPage(props, {
    title: texts.title,
    children: (
      <>
        <p>
          {texts.about} <UserText>{props.account}</UserText>.
        </p>
        <p>
          <strong>{mailSubject(happened, props.locale)}</strong>
          <br />
          <time dateTime={happened.at.toISOString()}>{momentInWords(happened.at, props.locale)}</time>
        </p>
        <p>{texts.consequences}</p>
        <ul>
          {texts.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
        <ActForm target={props}>
          <input type="hidden" name="token" value={props.token} />
          <ActButton act="report">{texts.report}</ActButton>
        </ActForm>
        <p>{texts.orElse}</p>
      </>
    ),
  });
}

/** No acts. */
export function notMeDonePage(props: PageContext): string {
  const { done } = catalogues[props.locale];
  return renderPage(props, {
    title: done.title,
    children: (
      <>
        <p>{done.text}</p>
        <p>{done.mailbox}</p>
      </>
    ),
  });
}

/** No acts. */
export function notMeGonePage(props: PageContext & { readonly because: keyof NotMeMessages['gone'] }): string {
  const { gone, newPassword } = catalogues[props.locale];
  return renderPage(props, {
    title: gone.title,
    isFailure: true,
    children: (
      <>
        <p>{gone[props.because]}</p>
        <WaysForward ways={[{ href: '/account/forgot-password', text: newPassword }]} />
      </>
    ),
  });
}

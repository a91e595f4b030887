/** Sets an authenticator app up for somebody: why, then the key, once. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { type EnrolmentKey, KeyToScan } from '../../../interactions/views/enrolment-steps.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import { Moment } from '../../../interactions/views/moment.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { ReasonField } from './reason-field.js';
import { type UserActPageProps, userActPage } from './user-act-page.js';

/** Act: `enrol_mfa` (fields `reason`, `replaces`). */
export interface EnrolMfaPageProps extends UserActPageProps {
  /** Id of the app that waits already; its key opens nothing any more once another is made. */
  readonly replaces: string | undefined;
  readonly reason?: string | undefined;
}

export function enrolMfaPage(props: EnrolMfaPageProps): string {
  const texts = userActsMessages(props.locale).enrol;
  return userActPage(props, {
    title: texts.title,
    children: (
      <>
        <p>{texts.means}</p>
        <p>{texts.afterwards}</p>
        <p>{texts.told}</p>
        {props.replaces !== undefined && <p class="notice warning">{texts.replaces}</p>}
        <ActForm target={props}>
          <input type="hidden" name="replaces" value={props.replaces ?? ''} />
          <ReasonField locale={props.locale} value={props.reason} error={props.error} />
          <ActButton act="enrol_mfa">{texts.button}</ActButton>
        </ActForm>
      </>
    ),
  });
}

export interface KeyPageProps extends UserActPageProps {
  readonly key: EnrolmentKey;
  /** As the app will show it: MFA_ISSUER. */
  readonly issuer: string;
  readonly digits: number;
  readonly periodSeconds: number;
  readonly expiresAt: Date;
}

/** No acts. */
export function keyPage(props: KeyPageProps): string {
  const { locale, user, expiresAt } = props;
  const texts = userActsMessages(locale).enrol;
  return userActPage(props, {
    title: texts.shownTitle,
    back: texts.done,
    children: (
      <>
        <p class="notice warning">{texts.once}</p>
        <KeyToScan props={{ ...props, account: user.email }} messages={messagesFor(locale)} />
        <p>{texts.expires(<Moment at={expiresAt} locale={locale} />)}</p>
        <p>{texts.afterwards}</p>
      </>
    ),
  });
}

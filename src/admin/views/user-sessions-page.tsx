/** Where an account is signed in, and an end to any of it. */
import { ActButton, ActForm } from '../../../interactions/views/elements.js';
import { deviceInWords } from '../../language/device-in-words.js';
import type { ListedSession } from '../../oidc/sessions.js';
import { userActsMessages } from '../messages/user-catalogue.js';
import { type UserActPageProps, userActPage } from './user-act-page.js';
import { SessionTable } from './user-lists.js';

/** Acts: `sign_out` (field `session`), `sign_out_everywhere`. */
export interface UserSessionsPageProps extends UserActPageProps {
  readonly sessions: readonly ListedSession[];
}

export function userSessionsPage(props: UserSessionsPageProps): string {
  const { sessions, locale, user, accountId } = props;
  const texts = userActsMessages(locale).sessions;
  return userActPage(props, {
    title: texts.title,
    isWide: true,
    children: (
      <>
        <p>{sessions.length === 0 ? texts.none : texts.means}</p>
        {sessions.length > 0 && (
          <SessionTable
            sessions={sessions}
            locale={locale}
            act={{
              title: texts.column,
              of: ({ id, userAgent, ip }) => (
                <ActForm target={props} class="in-table">
                  <input type="hidden" name="session" value={id} />
                  <ActButton act="sign_out" tone="secondary">
                    {texts.button}
                    <span class="visually-hidden">{texts.which(deviceInWords(userAgent, locale), ip ?? '')}</span>
                  </ActButton>
                </ActForm>
              ),
            }}
          />
        )}
        <ActForm target={props} class="part">
          <p>{texts.everywhereMeans}</p>
          {user.id === accountId && <p class="notice warning">{texts.ownToo}</p>}
          <div class="acts">
            <ActButton act="sign_out_everywhere">{texts.everywhere}</ActButton>
          </div>
        </ActForm>
      </>
    ),
  });
}

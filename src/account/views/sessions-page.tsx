/** Where an account is signed in, and with which browsers it has been. */
import { ActButton, ActForm, UserText } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { Moment } from '../../../interactions/views/moment.js';
import type { ListedBrowser } from '../../login/known-browser-list-store.js';
import type { ListedSession } from '../../oidc/sessions.js';
import type { AccountPageContext } from '../account-page-context.js';
import type { SessionsMessages } from '../messages/en-sessions.js';
import { sessionsMessages } from '../messages/list-catalogues.js';
import { Address, deviceAtStart, Entries, Entry, ListPage } from './list-parts.js';

/** Acts: `sign_out` (field `session`), `sign_out_everywhere` (field `here`), `forget_browser` (field `browser`). */
export interface SessionsPageProps extends AccountPageContext {
  readonly sessions: readonly ListedSession[];
  /** Id of the session that looks. */
  readonly ownSession: string;
  readonly browsers: readonly ListedBrowser[];
  /** Id of the browser that looks, when it brings one. */
  readonly ownBrowser: string | null;
}

export function sessionsPage(props: SessionsPageProps): string {
  const texts = sessionsMessages(props.locale);
  const { sessions, ownSession, browsers } = props;
  const own = sessions.filter(({ id }) => id === ownSession);
  const others = sessions.filter(({ id }) => id !== ownSession);
  return renderPage(props, {
    title: texts.title,
    children: (
      <ListPage page={props} back={texts.back}>
        <section class="part">
          <Entries
            id="sessions"
            title={texts.sessions.title}
            means={others.length === 0 ? texts.sessions.onlyHere : texts.sessions.means}
            none={texts.sessions.onlyHere}
          >
            {[...own, ...others].map((session) => (
              <SessionEntry key={session.id} session={session} props={props} texts={texts} />
            ))}
          </Entries>
        </section>
        <Everywhere props={props} texts={texts} />
        <section class="part">
          <Entries id="browsers" title={texts.browsers.title} means={texts.browsers.means} none={texts.browsers.none}>
            {browsers.map((browser) => (
              <BrowserEntry key={browser.id} browser={browser} props={props} texts={texts} />
            ))}
          </Entries>
        </section>
      </ListPage>
    ),
  });
}

interface PieceProps {
  readonly props: SessionsPageProps;
  readonly texts: SessionsMessages;
}

function SessionEntry({ session, props, texts }: PieceProps & { readonly session: ListedSession }) {
  const { locale, ownSession } = props;
  const { id, userAgent, ip, signedInAt, lastUsedAt, clients } = session;
  const device = deviceAtStart(userAgent, locale);
  const isOwn = id === ownSession;
  const { sessions, here, which } = texts;
  return (
    <Entry name={<UserText>{device}</UserText>} badge={isOwn ? here : undefined}>
      <ul class="facts">
        {signedInAt && <li>{sessions.signedIn(<Moment at={signedInAt} locale={locale} />)}</li>}
        {ip && <li>{sessions.from(<Address>{ip}</Address>)}</li>}
        {lastUsedAt && !isOwn && <li>{sessions.lastUsed(<Moment at={lastUsedAt} locale={locale} />)}</li>}
        {clients.length > 0 && <li>{sessions.applications(namesOf(clients))}</li>}
      </ul>
      {!isOwn && (
        <ActForm target={props}>
          <input type="hidden" name="session" value={id} />
          <ActButton act="sign_out" tone="secondary">
            {sessions.signOut}
            <span class="visually-hidden">{which(device)}</span>
          </ActButton>
        </ActForm>
      )}
    </Entry>
  );
}

function namesOf(clients: ListedSession['clients']) {
  return clients.flatMap(({ id, name }, index) => {
    const text = <UserText key={id}>{name}</UserText>;
    return index === 0 ? [text] : [', ', text];
  });
}

function Everywhere({ props, texts: { everywhere } }: PieceProps) {
  return (
    <section class="part" aria-labelledby="everywhere">
      <h2 id="everywhere">{everywhere.title}</h2>
      <p>{everywhere.means}</p>
      <ActForm target={props}>
        <div class="check">
          <label for="here">
            <input type="checkbox" id="here" name="here" value="yes" />
            {everywhere.hereToo}
          </label>
        </div>
        <ActButton act="sign_out_everywhere">{everywhere.button}</ActButton>
      </ActForm>
    </section>
  );
}

function BrowserEntry({ browser, props, texts }: PieceProps & { readonly browser: ListedBrowser }) {
  const { locale, ownBrowser } = props;
  const { browsers, here, which } = texts;
  const { id, userAgent, factorVerified, firstSeenAt, lastUsedAt } = browser;
  const device = deviceAtStart(userAgent, locale);
  return (
    <Entry name={<UserText>{device}</UserText>} badge={id === ownBrowser ? here : undefined}>
      <ul class="facts">
        <li>{browsers.firstSeen(<Moment at={firstSeenAt} locale={locale} />)}</li>
        <li>{browsers.lastUsed(<Moment at={lastUsedAt} locale={locale} />)}</li>
        {!factorVerified && <li>{browsers.passwordOnly}</li>}
      </ul>
      <ActForm target={props}>
        <input type="hidden" name="browser" value={id} />
        <ActButton act="forget_browser" tone="secondary">
          {browsers.forget}
          <span class="visually-hidden">{which(device)}</span>
        </ActButton>
      </ActForm>
    </Entry>
  );
}

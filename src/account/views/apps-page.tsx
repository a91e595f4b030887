/** The applications that an account has let in. */
import { consentItems } from '../../../interactions/views/consent-items.js';
import { ActButton, ActForm, UserText } from '../../../interactions/views/elements.js';
import { renderPage } from '../../../interactions/views/layout.js';
import { messagesFor } from '../../../interactions/views/messages/catalogue.js';
import { Moment } from '../../../interactions/views/moment.js';
import { ScopeList } from '../../../interactions/views/scope-list.js';
import type { ConnectedApp } from '../../oidc/connected-apps.js';
import type { AccountPageContext } from '../account-page-context.js';
import type { AppsMessages } from '../messages/en-apps.js';
import { appsMessages } from '../messages/list-catalogues.js';
import { Entry, ListPage } from './list-parts.js';

/** Act: `remove_access` (field `client`). */
export interface AppsPageProps extends AccountPageContext {
  readonly apps: readonly ConnectedApp[];
  /** Identifier of our own API, whose scopes have words. */
  readonly ownResource: string;
}

export function appsPage(props: AppsPageProps): string {
  const texts = appsMessages(props.locale);
  return renderPage(props, {
    title: texts.title,
    children: (
      <ListPage page={props} back={texts.back}>
        {props.apps.length === 0 ? (
          <p>{texts.none}</p>
        ) : (
          <>
            <p>{texts.means}</p>
            <ul class="entries">
              {props.apps.map((app) => (
                <AppEntry key={app.clientId} app={app} props={props} texts={texts} />
              ))}
            </ul>
          </>
        )}
      </ListPage>
    ),
  });
}

function AppEntry({
  app: { clientId, name, isFirstParty, allowed, since, lastUsedAt },
  props,
  texts,
}: {
  readonly app: ConnectedApp;
  readonly props: AppsPageProps;
  readonly texts: AppsMessages;
}) {
  const { locale, ownResource } = props;
  const scopesOf = (scope: string) => scope.split(' ').filter((word) => word !== '');
  const resources = Object.fromEntries(
    Object.entries(allowed.resources).map(([resource, scope]) => [resource, scopesOf(scope)]),
  );
  const items = consentItems({ scopes: scopesOf(allowed.scope), claims: allowed.claims, resources }, ownResource);
  return (
    <Entry name={<UserText>{name}</UserText>} badge={isFirstParty ? texts.firstParty : undefined}>
      {items.length > 0 && (
        <div class="may">
          <p>{texts.may}</p>
          <ScopeList items={items} messages={messagesFor(locale)} />
        </div>
      )}
      <ul class="facts">
        {since && <li>{texts.since(<Moment at={since} locale={locale} />)}</li>}
        {lastUsedAt && <li>{texts.lastUsed(<Moment at={lastUsedAt} locale={locale} />)}</li>}
        {isFirstParty && <li>{texts.firstPartyMeans}</li>}
      </ul>
      <ActForm target={props}>
        <input type="hidden" name="client" value={clientId} />
        <ActButton act="remove_access" tone="secondary">
          {texts.remove}
          <span class="visually-hidden">{texts.which(name)}</span>
        </ActButton>
      </ActForm>
    </Entry>
  );
}

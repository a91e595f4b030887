/** Signing out: the question, and the page afterwards. */
import { UserText } from './elements.js';
import { EngineForm } from './engine-form.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { PageContext } from './page-context.js';

/** Posts to the engine: `logout=yes`, or nothing to stay. */
export interface LogoutPageProps extends PageContext {
  /** The `op.logoutForm` that oidc-provider hands to `logoutSource`. */
  readonly formHtml: string;
}

/** Renders the question. */
export function logoutPage(props: LogoutPageProps): string {
  const { logout } = messagesFor(props.locale);
  return renderPage(props, {
    title: logout.title,
    children: (
      <>
        <p>
          {logout.question(
            <strong>
              <UserText>{props.brand.name}</UserText>
            </strong>,
          )}
        </p>
        <EngineForm html={props.formHtml}>
          <p class="choice">
            <button class="primary" type="submit" name="logout" value="yes">
              {logout.yes}
            </button>
            <button class="secondary" type="submit">
              {logout.stay}
            </button>
          </p>
        </EngineForm>
      </>
    ),
  });
}

/** Renders the page after signing out. With a relying party: only from that one. */
export function signedOutPage(props: PageContext): string {
  const { relyingParty, ...context } = props;
  const { logout } = messagesFor(props.locale);
  return renderPage(context, {
    title: logout.doneTitle,
    children: <p>{relyingParty ? logout.doneFrom(<UserText>{relyingParty.name}</UserText>) : logout.done}</p>,
  });
}

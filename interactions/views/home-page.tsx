/** The page at `/`: what this server is. */
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { PageContext } from './page-context.js';

/** No acts. */
export interface HomePageProps extends PageContext {
  readonly accountUrl: string;
  readonly discoveryUrl: string;
}

/** Renders the home page. */
export function homePage(props: HomePageProps): string {
  const { home } = messagesFor(props.locale);
  return renderPage(props, {
    title: home.title,
    children: (
      <>
        <p>{home.what}</p>
        <p>{home.start}</p>
        <p class="ways">
          <a class="button" href={props.accountUrl}>
            {home.account}
          </a>
        </p>
        <p class="aside">
          <a href={props.discoveryUrl}>{home.discovery}</a>
        </p>
      </>
    ),
  });
}

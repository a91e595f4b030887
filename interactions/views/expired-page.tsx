/** A sign-in that is no longer there: too late, finished already, or another browser's. */
import { type WayForward, WaysForward } from './error-page.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { PageContext } from './page-context.js';

/** No acts. */
export interface ExpiredPageProps extends PageContext {
  readonly because: Exclude<keyof Messages['expired'], 'title' | 'backTo'>;
  /** Where a sign-in to the relying party starts, when it is known. */
  readonly startAgainUrl?: string | undefined;
  /** Another way to go on. */
  readonly way?: WayForward | undefined;
}

/** Renders the page; answer it with a 4xx. */
export function expiredPage(props: ExpiredPageProps): string {
  const { because, startAgainUrl, relyingParty, way } = props;
  const { expired } = messagesFor(props.locale);
  const back = startAgainUrl && relyingParty && { href: startAgainUrl, text: expired.backTo(relyingParty.name) };
  const ways = [back, way].filter((one) => typeof one === 'object');
  return renderPage(props, {
    title: expired.title,
    isFailure: true,
    children: (
      <>
        <p>{expired[because]}</p>
        <WaysForward ways={ways} />
      </>
    ),
  });
}

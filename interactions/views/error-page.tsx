/** A request that ended badly: what happened, what helps, and a way forward. */
import { UserText } from './elements.js';
import { renderPage } from './layout.js';
import { messagesFor } from './messages/catalogue.js';
import type { Messages } from './messages/en.js';
import type { PageContext } from './page-context.js';
import { safeHref } from './safe-url.js';

/** What can go wrong, as people are told it. */
export type FailureKind = keyof Messages['failures'];

/** A link that leads on. */
export interface WayForward {
  readonly href: string;
  readonly text: string;
}

/** No acts. */
export interface ErrorPageProps extends PageContext {
  readonly failure: FailureKind;
  /** From Retry-After. */
  readonly retryAfterSeconds?: number | undefined;
  /** For developers, as it is: `error` and `error_description` of OAuth. Never anything secret. */
  readonly technical?: string | undefined;
  readonly ways?: readonly WayForward[] | undefined;
  readonly requestId?: string | undefined;
}

/** Renders the error page. */
export function errorPage(props: ErrorPageProps): string {
  const { failure, retryAfterSeconds, technical, requestId } = props;
  const messages = messagesFor(props.locale);
  const texts = messages.errorPage;
  const { title, sentence } = messages.failures[failure];
  return renderPage(props, {
    title,
    isFailure: true,
    children: (
      <>
        <p>
          {sentence} {retryAfterSeconds !== undefined && texts.retryIn(retryAfterSeconds)}
        </p>
        <WaysForward ways={props.ways ?? []} />
        {(technical || requestId) && (
          <section class="technical" aria-labelledby="technical">
            <h2 id="technical">{texts.technical}</h2>
            {technical && (
              <p lang="en">
                <UserText>{technical}</UserText>
              </p>
            )}
            {requestId && (
              <p>
                {texts.requestId} <code>{requestId}</code>
              </p>
            )}
          </section>
        )}
      </>
    ),
  });
}

/** The kind of failure that an HTTP status stands for. */
export function failureOf(status: number): FailureKind {
  switch (status) {
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not_found';
    case 413:
    case 414:
    case 431:
      return 'too_large';
    case 429:
      return 'too_many_requests';
    case 503:
      return 'unavailable';
    default:
      return status >= 500 ? 'internal' : 'invalid_request';
  }
}

/** Links that lead on; unsafe addresses are left out. */
export function WaysForward({ ways }: { readonly ways: readonly WayForward[] }) {
  const safe = ways.filter(({ href }) => safeHref(href) !== undefined);
  if (safe.length === 0) return null;
  return (
    <p class="ways">
      {safe.map(({ href, text }) => (
        <a key={href} class="button" href={href}>
          <UserText>{text}</UserText>
        </a>
      ))}
    </p>
  );
}

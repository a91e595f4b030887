/** The document around every page: language, title, stylesheet, brand, card. */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { consoleStylesheet, icon, script, stylesheet } from './assets.js';
import { ErrorMessage, NoticeLine, UserText } from './elements.js';
import { messagesFor } from './messages/catalogue.js';
import type { FieldError, PageContext, RelyingParty } from './page-context.js';
import { safeImage } from './safe-url.js';

/** What a page adds to the layout. */
export interface PageContent {
  /** Heading and, with the brand's name, title of the document. */
  readonly title: string;
  /** The form was refused: the title says so first, for people who hear it. Shown here when it belongs to no field. */
  readonly error?: FieldError | undefined;
  /** The page is about a failure: as with an error, the title says so first. */
  readonly isFailure?: boolean | undefined;
  /** Wide, with navigation above the card: for people who look after many things. */
  readonly navigation?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A whole HTML document. Pages call this last. */
export function renderPage(context: PageContext, content: PageContent): string {
  return `<!DOCTYPE html>${renderToString(<Document context={context} content={content} />)}`;
}

function Document({ context, content }: { readonly context: PageContext; readonly content: PageContent }) {
  const { brand, locale, notice, relyingParty } = context;
  const messages = messagesFor(locale);
  return (
    <html lang={locale} dir={messages.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${content.error || content.isFailure ? messages.errorPrefix : ''}${content.title} · ${brand.name}`}</title>
        <link rel="stylesheet" href={stylesheet.path} />
        {content.navigation !== undefined && <link rel="stylesheet" href={consoleStylesheet.path} />}
        <link rel="icon" type="image/svg+xml" href={icon.path} />
        <script src={script.path} defer />
      </head>
      <body>
        <header class="brand">
          <img src={safeImage(brand.logoUrl) ?? icon.path} alt="" width="28" height="28" />
          <UserText>{brand.name}</UserText>
        </header>
        {content.navigation}
        <main class="card">
          {relyingParty && <PartyLine locale={locale} party={relyingParty} />}
          {notice && <NoticeLine notice={notice} />}
          <h1>{withoutBreaks(content.title)}</h1>
          {content.error?.field === 'form' && (
            <div role="alert">
              <ErrorMessage id="form-error" error={content.error} />
            </div>
          )}
          {content.children}
        </main>
      </body>
    </html>
  );
}

function PartyLine({ locale, party }: { readonly locale: PageContext['locale']; readonly party: RelyingParty }) {
  const logo = safeImage(party.logoUrl);
  return (
    <p class="party">
      {logo && <img src={logo} alt="" width="24" height="24" />}
      <span>
        {messagesFor(locale).continueTo(
          <strong>
            <UserText>{party.name}</UserText>
          </strong>,
        )}
      </span>
    </p>
  );
}

/** Keeps words such as "two-factor" on one line; names that people chose may be longer than a line. */
function withoutBreaks(title: string): ComponentChildren {
  return title
    .split(/(\S+-\S+)/)
    .map((part, index) =>
      index % 2 === 1 && part.length <= longestTogether ? <span class="together">{part}</span> : part,
    );
}

const longestTogether = 20;

/** The document around every page of the relying party. */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';

export interface Page {
  readonly title: string;
  /** Address of a script of the page's own. */
  readonly script?: string;
  /** Something that happened before. */
  readonly notice?: string | undefined;
  readonly children: ComponentChildren;
}

/** A whole HTML document. */
export function renderPage({ title, script, notice, children }: Page): string {
  return `<!DOCTYPE html>${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · Demo relying party`}</title>
        <link rel="stylesheet" href="/style.css" />
        {script !== undefined && <script src={script} defer />}
      </head>
      <body>
        <header>
          <a href="/">Demo relying party</a>
          <nav aria-label="Demo">
            <a href="/authenticator">Authenticator</a> <a href="/mail">Mail</a> <a href="/spa/">Single-page app</a>
          </nav>
        </header>
        <main>
          {notice !== undefined && (
            <p id="notice" role="status">
              {notice}
            </p>
          )}
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>,
  )}`;
}

/** A button that is a form of its own. */
export function Act({
  path,
  isPrimary = false,
  children,
}: {
  readonly path: string;
  readonly isPrimary?: boolean;
  readonly children: string;
}) {
  return (
    <form method="post" action={path}>
      <button type="submit" class={isPrimary ? 'primary' : undefined}>
        {children}
      </button>
    </form>
  );
}

/** A JSON value under a heading, for people and for the walk, which finds it by its id. */
export function Shown({ id, title, value }: { readonly id: string; readonly title: string; readonly value: unknown }) {
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <pre id={id}>{JSON.stringify(value, null, 2)}</pre>
    </section>
  );
}

/** The OpenAPI document as a page for people: no script, nothing that is not in the document. */
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { OpenApiDocument } from './openapi.js';
import { type Field, groupsOf, type ReferenceCall, type ReferenceGroup } from './reference-calls.js';

/** Where the page's style sheet is served. */
export const referenceStylePath = '/api/reference.css';

/** Colours of the system, so that dark mode and high contrast are the reader's choice. Long words break: nothing scrolls sideways. */
export const referenceStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
h2 { margin: 3rem 0 0; text-transform: capitalize; }
section { margin: 1.5rem 0; padding: 0.5rem 0 0; border-top: 1px solid GrayText; }
h3 { margin: 0.5rem 0; font-size: 1.1rem; }
h4 { margin: 1rem 0 0.25rem; font-size: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { margin: 0.25rem 0; padding: 0.75rem; border: 1px solid GrayText; white-space: pre-wrap; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li { margin: 0.25rem 0; }
nav a { display: inline-block; min-height: 1.5rem; }
dl { margin: 0; }
dt { margin-top: 0.5rem; }
dd { margin: 0 0 0 1.5rem; }
summary { margin: 1rem 0 0; min-height: 1.5rem; cursor: pointer; font-weight: bold; }
`;

/** A whole HTML document. Pure. */
export function referencePage(document: OpenApiDocument, basePath: string): string {
  const title = document.info.title;
  const groups = groupsOf(document);
  return `<!DOCTYPE html>${renderToStaticMarkup(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href={`${basePath}${referenceStylePath}`} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {(document.info.description ?? '').split('\n\n').map((paragraph) => (
            <p key={paragraph}>
              <Prose text={paragraph} />
            </p>
          ))}
          <p>
            For programs: <a href={`${basePath}/api/openapi.json`}>OpenAPI 3.1 document</a>.
          </p>
          <Contents groups={groups} />
          {groups.map(({ noun, calls }) => (
            <>
              <h2>{noun}</h2>
              {calls.map((call) => (
                <CallSection key={call.id} call={call} />
              ))}
            </>
          ))}
        </main>
      </body>
    </html>,
  )}`;
}

function Contents({ groups }: { readonly groups: readonly ReferenceGroup[] }) {
  return (
    <nav aria-label="Calls">
      <ul>
        {groups
          .flatMap(({ calls }) => calls)
          .map(({ id, method, path, summary }) => (
            <li key={id}>
              <a href={`#${id}`}>
                <code>
                  {method} {path}
                </code>
              </a>{' '}
              {summary}
            </li>
          ))}
      </ul>
    </nav>
  );
}

function CallSection({ call }: { readonly call: ReferenceCall }) {
  const { answer, request } = call;
  return (
    <section id={call.id} aria-labelledby={`${call.id}-title`}>
      <h3 id={`${call.id}-title`}>
        <code>
          {call.method} {call.path}
        </code>
      </h3>
      <p>
        <strong>{call.summary}.</strong> <Prose text={call.description} />
      </p>
      <p>Scope: {call.scopes.join(' or ')}</p>
      <Fields title="Parameters" fields={call.parameters} />
      <Fields title="Members of the body" fields={call.members} />
      {request === undefined ? null : (
        <>
          <h4>Example of a body</h4>
          <pre>{request}</pre>
        </>
      )}
      <h4>Answer</h4>
      <p>
        <Prose text={answer.description} />
      </p>
      {answer.example === undefined ? null : <pre>{answer.example}</pre>}
      <details>
        <summary>Refusals</summary>
        <dl>
          {call.refusals.map(({ status, meaning }) => (
            <>
              <dt>{status}</dt>
              <dd>
                <Prose text={meaning} />
              </dd>
            </>
          ))}
        </dl>
      </details>
    </section>
  );
}

/** Nothing at all without fields. */
function Fields({ title, fields }: { readonly title: string; readonly fields: readonly Field[] }) {
  if (fields.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <dl>
        {fields.map(({ name, kind, description }) => (
          <>
            <dt>
              <code>{name}</code> ({kind})
            </dt>
            <dd>
              <Prose text={description} />
            </dd>
          </>
        ))}
      </dl>
    </>
  );
}

/** Of Markdown only the code spans are used in our texts: every second part between backticks. */
function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}

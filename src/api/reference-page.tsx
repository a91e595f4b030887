/** The OpenAPI document as a page for people: no script, nothing that is not in the document. */
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { OpenApiDocument } from './openapi.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description: string;
}

interface Call {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly example: string;
  readonly refusals: readonly { readonly status: string; readonly meaning: string }[];
}

/** Where the page's style sheet is served. */
export const referenceStylePath = '/api/reference.css';

/** Colours of the system, so that dark mode and high contrast are the reader's choice. */
export const referenceStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid GrayText; }
table { border-collapse: collapse; } th, td { text-align: left; padding: 0.25rem 1rem 0.25rem 0; vertical-align: top; }
`;

/** A whole HTML document. Pure. */
export function referencePage(document: OpenApiDocument, basePath: string): string {
  const title = document.info.title;
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
          <p>
            <Prose text={document.info.description ?? ''} />
          </p>
          <p>
            For programs: <a href={`${basePath}/api/openapi.json`}>OpenAPI 3.1 document</a>.
          </p>
          {callsOf(document).map((call) => (
            <CallSection key={call.id} call={call} />
          ))}
        </main>
      </body>
    </html>,
  )}`;
}

function CallSection({ call }: { readonly call: Call }) {
  return (
    <section aria-labelledby={call.id}>
      <h2 id={call.id}>
        <code>
          {call.method} {call.path}
        </code>
      </h2>
      <p>
        <strong>{call.summary}.</strong> <Prose text={call.description} />
      </p>
      <p>Scope: {call.scopes.join(' or ')}</p>
      {call.parameters.length > 0 && (
        <table>
          <caption>Parameters</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">In</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {call.parameters.map((parameter) => (
              <tr key={parameter.name}>
                <th scope="row">
                  <code>{parameter.name}</code>
                </th>
                <td>{parameter.required ? `${parameter.in}, required` : parameter.in}</td>
                <td>
                  <Prose text={parameter.description} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>Answer</h3>
      {/* Scrolls sideways on a small screen, so the keyboard must reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region needs a focus, WCAG 2.1.1 */}
      <pre tabIndex={0}>{call.example}</pre>
      <h3>Refusals</h3>
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
    </section>
  );
}

/** Of Markdown only the code spans are used in our texts: every second part between backticks. */
function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}

function callsOf(document: OpenApiDocument): readonly Call[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => callOf(path, method, operation)),
  );
}

/** The document is ours: absent members are written as nothing. */
function callOf(path: string, method: string, operation: DocumentOperation): Call {
  const { 200: answer, ...refusals } = operation.responses;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description,
    scopes: operation.security.flatMap(({ oauth2 }) => oauth2),
    parameters: (operation.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      required: parameter.required ?? false,
      description: parameter.description ?? parameter.schema?.description ?? '',
    })),
    example: JSON.stringify(answer?.content?.['application/json']?.example, null, 2),
    refusals: Object.entries(refusals).map(([status, refusal]) => ({ status, meaning: refusal.description })),
  };
}

/** The part of an OpenAPI operation that the page shows. */
interface DocumentOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly security: readonly { readonly oauth2: readonly string[] }[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: { readonly description?: string };
  }[];
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: { readonly 'application/json'?: { readonly example: unknown } };
      }
    >
  >;
}

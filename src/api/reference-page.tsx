/** The OpenAPI document as a page for people: no script, nothing that is not in the document. */
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { OpenApiDocument } from './openapi.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description: string;
}

/** A member of the body. */
interface Member {
  readonly name: string;
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
  readonly members: readonly Member[];
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
      <Rows
        caption="Parameters"
        rows={call.parameters.map(({ name, required, description, in: place }) => ({
          name,
          kind: required ? `${place}, required` : place,
          description,
        }))}
      />
      <Rows
        caption="Members of the body"
        rows={call.members.map(({ name, required, description }) => ({
          name,
          kind: required ? 'required' : 'optional',
          description,
        }))}
      />
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

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
}

/** Nothing at all without rows. */
function Rows({ caption, rows }: { readonly caption: string; readonly rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, kind, description }) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td>{kind}</td>
            <td>
              <Prose text={description} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of Markdown only the code spans are used in our texts: every second part between backticks. */
function Prose({ text }: { readonly text: string }) {
  return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}

function callsOf(document: OpenApiDocument): readonly Call[] {
  const { schemas = {} } = (document.components ?? {}) as DocumentComponents;
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => callOf(path, method, operation, schemas)),
  );
}

/** The document is ours: absent members are written as nothing. */
function callOf(path: string, method: string, operation: DocumentOperation, schemas: DocumentSchemas): Call {
  const answers = Object.entries(operation.responses);
  const [, answer] = answers.find(([status]) => status.startsWith('2')) ?? [];
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
    members: membersOf(operation.requestBody?.content['application/json'].schema, schemas),
    example: JSON.stringify(answer?.content?.['application/json']?.example, null, 2) ?? answer?.description ?? '',
    refusals: answers
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, refusal]) => ({ status, meaning: refusal.description })),
  };
}

function membersOf(schema: BodySchema | undefined, schemas: DocumentSchemas): readonly Member[] {
  const { properties = {}, required = [] } = schemas[schema?.$ref?.split('/').at(-1) ?? ''] ?? schema ?? {};
  return Object.entries(properties).map(([name, { description = '' }]) => ({
    name,
    required: required.includes(name),
    description,
  }));
}

interface BodySchema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}
type DocumentSchemas = Readonly<Record<string, BodySchema>>;
interface DocumentComponents {
  readonly schemas?: DocumentSchemas;
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
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: BodySchema } } };
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

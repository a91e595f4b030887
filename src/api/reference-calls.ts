/** What the page about the API shows of the OpenAPI document: its calls, in the order of the document, by what they are about. Pure. */
import type { OpenApiDocument } from './openapi.js';

/** A parameter, or a member of the body. */
export interface Field {
  readonly name: string;
  /** Such as `query`, or `required`. */
  readonly kind: string;
  readonly description: string;
}

export interface ReferenceCall {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly parameters: readonly Field[];
  readonly members: readonly Field[];
  /** JSON; undefined for a call without a body. */
  readonly request: string | undefined;
  readonly answer: { readonly description: string; readonly example: string | undefined };
  readonly refusals: readonly { readonly status: string; readonly meaning: string }[];
}

/** Calls about one noun, such as `users`. */
export interface ReferenceGroup {
  readonly noun: string;
  readonly calls: readonly ReferenceCall[];
}

/** Own account first, as the document has it. */
export function groupsOf(document: OpenApiDocument): readonly ReferenceGroup[] {
  const { schemas = {} } = (document.components ?? {}) as DocumentComponents;
  const groups = new Map<string, ReferenceCall[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const noun = path.split('/')[2] ?? '';
    const calls = Object.entries(item).map(([method, call]) => callOf({ path, method }, call, schemas));
    groups.set(noun, [...(groups.get(noun) ?? []), ...calls]);
  }
  return [...groups].map(([noun, calls]) => ({ noun, calls }));
}

/** The document is ours: absent members are written as nothing. */
function callOf(
  { path, method }: { readonly path: string; readonly method: string },
  described: DocumentOperation,
  schemas: DocumentSchemas,
): ReferenceCall {
  const { operationId: id, summary, description, security, parameters = [], requestBody, responses } = described;
  const answers = Object.entries(responses);
  const [, answer] = answers.find(([status]) => status.startsWith('2')) ?? [];
  const body = requestBody?.content['application/json'];
  return {
    ...{ id, path, summary, description, method: method.toUpperCase() },
    scopes: security.flatMap(({ oauth2 }) => oauth2),
    parameters: parameters.map(({ name, in: place, required, description: said, schema }) => ({
      name,
      kind: required === true ? `${place}, required` : place,
      description: said ?? schema?.description ?? '',
    })),
    members: membersOf(body?.schema, schemas),
    request: asText(body?.example),
    answer: {
      description: answer?.description ?? '',
      example: asText(answer?.content?.['application/json']?.example),
    },
    refusals: answers
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, refusal]) => ({ status, meaning: refusal.description })),
  };
}

function asText(example: unknown): string | undefined {
  return example === undefined ? undefined : JSON.stringify(example, null, 2);
}

function membersOf(schema: BodySchema | undefined, schemas: DocumentSchemas): readonly Field[] {
  const { properties = {}, required = [] } = schemas[schema?.$ref?.split('/').at(-1) ?? ''] ?? schema ?? {};
  return Object.entries(properties).map(([name, { description = '' }]) => ({
    name,
    kind: required.includes(name) ? 'required' : 'optional',
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
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: BodySchema; readonly example?: unknown } };
  };
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

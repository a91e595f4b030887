/** The OpenAPI document as a test reads it: its operations, with every reference to a part of it resolved. */

/** A JSON Schema (2020-12), as far as the generator looks at it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface MediaType {
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface DescribedCall {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, MediaType>> }>
  >;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedCall>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** One call of the document. */
export interface Call extends DescribedCall {
  readonly method: string;
  readonly path: string;
  /** Scopes of which one is needed. */
  readonly scopes: readonly string[];
  /** Of a request, where it has a body. */
  readonly body: (MediaType & { readonly mediaType: string }) | undefined;
}

export function callsOf(document: Document): readonly Call[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]): Call => {
      const [content] = Object.entries(call.requestBody?.content ?? {});
      return {
        ...call,
        method: method.toUpperCase(),
        path,
        scopes: (call.security ?? []).flatMap((either) => Object.values(either).flat()),
        body: content === undefined ? undefined : { mediaType: content[0], ...content[1] },
      };
    }),
  );
}

/** The schema itself, where it is a reference. */
export function resolved(schema: Schema, { components }: Document): Schema {
  if (schema.$ref === undefined) return schema;
  const found = components.schemas[schema.$ref.replace('#/components/schemas/', '')];
  if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
  return found;
}

/** The parts of a request that fits a call of the document. */
import fc from 'fast-check';
import { fitting } from './arbitrary.js';
import { type Call, type Document, type Parameter, resolved } from './document.js';

export type Body = Readonly<Record<string, unknown>>;

/** Names of the members that the body may have. */
export function membersOf({ body }: Call, document: Document): string[] {
  return body === undefined ? [] : Object.keys(resolved(body.schema, document).properties ?? {});
}

export function parametersOf({ parameters = [] }: Call, where: Parameter['in']): readonly Parameter[] {
  return parameters.filter((parameter) => parameter.in === where);
}

export function exampleOf({ body }: Call): Body {
  return (body?.example ?? {}) as Body;
}

/** Bodies that fit: the example whole or in part, with some members made of their schemas. */
export function bodyOf(call: Call, document: Document): fc.Arbitrary<Body | undefined> {
  if (call.body === undefined) return fc.constant(undefined);
  const { required = [], properties = {} } = resolved(call.body.schema, document);
  const example = exampleOf(call);
  const parts = Object.entries(properties).map(([name, schema]) => {
    const made = fitting(schema, document);
    const known = Object.hasOwn(example, name) ? [fc.constant(example[name]), fc.constant(example[name])] : [];
    return [name, fc.oneof(...known, made)] as const;
  });
  return fc.record(Object.fromEntries(parts), { requiredKeys: [...required] });
}

export function queryOf(call: Call, document: Document): fc.Arbitrary<[string, string][]> {
  const parts = parametersOf(call, 'query').map(({ name, schema }) => [name, fitting(schema, document)] as const);
  return fc
    .record(Object.fromEntries(parts), { requiredKeys: [] })
    .map((values) => Object.entries(values).map(([name, value]) => [name, String(value)]));
}

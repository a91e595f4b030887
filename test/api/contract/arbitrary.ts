/** Requests made of the document's schemas: values that fit them, and values that nobody expects. */
import fc from 'fast-check';
import { type Document, resolved, type Schema } from './document.js';

/** Longest text and list that are generated where a schema allows more: the bound itself is tried by `oddValue`. */
const longest = { text: 40, list: 4 };

/** Characters of every kind, also those that are hard to store, to compare or to show. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u202E', '\u200D', '\uFEFF', '\u0007', '%', "'", '"', '<', '\\', '😀', 'İ'),
  },
);

/** Values that fit the schema, and may still be refused for what no schema says. */
export function fitting(schema: Schema, document: Document): fc.Arbitrary<unknown> {
  const { const: constant, enum: choices, anyOf, oneOf, type } = schema;
  if (schema.$ref !== undefined) return fitting(resolved(schema, document), document);
  if (constant !== undefined) return fc.constant(constant);
  if (choices !== undefined) return fc.constantFrom(...choices);
  const either = anyOf ?? oneOf;
  if (either !== undefined) return fc.oneof(...either.map((one) => fitting(one, document)));
  if (Array.isArray(type)) return fc.oneof(...type.map((one: string) => fitting({ ...schema, type: one }, document)));
  switch (type) {
    case 'string':
      return fittingText(schema);
    case 'integer':
      return fc.integer({ min: clamp(schema.minimum ?? -1e9), max: clamp(schema.maximum ?? 1e9) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { minItems: minLength = 0, maxItems = longest.list } = schema;
      const maxLength = Math.max(minLength, Math.min(maxItems, longest.list));
      return fc.array(fitting(schema.items ?? {}, document), { minLength, maxLength });
    }
    case 'object': {
      const members = Object.entries(schema.properties ?? {});
      const record = Object.fromEntries(members.map(([name, member]) => [name, fitting(member, document)]));
      return fc.record(record, { requiredKeys: [...(schema.required ?? [])] });
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function clamp(bound: number): number {
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, bound));
}

function dateBetween(min: string, max: string): fc.Arbitrary<Date> {
  return fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true });
}

function fittingText(schema: Schema): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = longest.text, example } = schema;
  const free = fc.string({
    unit: character,
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, longest.text)),
  });
  const known = typeof example === 'string' ? [fc.constant(example)] : [];
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'email':
      return fc.emailAddress();
    case 'date-time':
      return fc
        .oneof(dateBetween('1970-01-01', '9999-12-31'), dateBetween('2026-06-01', '2027-06-01'))
        .map((moment) => moment.toISOString());
    case 'uri':
      return fc.webUrl();
    default:
      return pattern === undefined ? fc.oneof(free, ...known) : fc.stringMatching(new RegExp(pattern, 'u'));
  }
}

/** What somebody may send who read no documentation, or all of it. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 31) - 1],
    ...['', ' ', '\u0000', 'a\u0000b', '\uD800', 'a\uDFFFb', '\u202Egnp', 'null', 'true', '0', 'NaN', '-1', '1e999'],
    ...['x'.repeat(501), 'é'.repeat(5000), "' OR 1=1 --", '<script>', '../..', '{{7*7}}', '%00', '9'.repeat(40)],
    ...['2026-02-30T00:00:00Z', '+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', 'javascript:alert(1)'],
    ...[[], {}, [null], [[]], { length: 3 }, { toString: null }, Array(300).fill('x')],
    JSON.parse('{"__proto__": {"roles": ["admin"]}, "constructor": 1}'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Text in a path or a query, percent-encoded later; halves of characters cannot be. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['0', '-1', 'null', 'undefined', ' ', '\u0000', 'a\u0000', '\u202E', '%', '%00', '%ff', "'", '"', '*', '...'],
    ...['..%2f..', '/', '\\', 'x'.repeat(3000), '😀', '00000000-0000-0000-0000-000000000000', '9'.repeat(30), '1e3'],
    ...['__proto__', 'constructor', '2026-13-45T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999Z'],
  ),
  fc.string({ unit: character, minLength: 1, maxLength: 30 }).filter((text) => !/^\.{1,2}$/.test(text)),
);

/** How a body can be damaged. */
export type Damage =
  | { readonly kind: 'replace' | 'add'; readonly member: string; readonly value: unknown }
  | { readonly kind: 'drop'; readonly member: string }
  | { readonly kind: 'whole'; readonly value: unknown };

export function damageOf(members: readonly string[]): fc.Arbitrary<Damage> {
  const add = fc.record({
    kind: fc.constant('add' as const),
    member: fc.constantFrom('id', 'admin', '$where', 'constructor', 'mfa_enabled', 'password_hash', 'ROLES', ''),
    value: oddValue,
  });
  const whole = fc.record({ kind: fc.constant('whole' as const), value: oddValue });
  if (members.length === 0) return fc.oneof(add, whole);
  const member = fc.constantFrom(...members);
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('replace' as const), member, value: oddValue }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), member }) },
    { weight: 1, arbitrary: add },
    { weight: 1, arbitrary: whole },
  );
}

export function damaged(body: Readonly<Record<string, unknown>>, damage: Damage): unknown {
  switch (damage.kind) {
    case 'whole':
      return damage.value;
    case 'drop':
      return Object.fromEntries(Object.entries(body).filter(([name]) => name !== damage.member));
    default:
      return { ...body, [damage.member]: damage.value };
  }
}

/** Reads application/x-www-form-urlencoded strictly: what a browser would never send is refused, not repaired. WHATWG URL section 5. */
import { isStorableText } from './storable-text.js';

/** Why an encoded text was refused. `field` is only set when it is readable. */
export interface EncodedRefusal {
  readonly ok: false;
  readonly because: 'malformed' | 'repeated' | 'too_many';
  readonly field?: string;
}

/** The fields, each with one value. */
export type EncodedFields = { readonly ok: true; readonly fields: ReadonlyMap<string, string> } | EncodedRefusal;

/** More fields than any of our forms or lists has. */
const maxFields = 100;

/** Repeated fields are refused because parsers disagree on which one counts, and a proxy or a check may have seen the other. */
export function readUrlEncoded(encoded: string): EncodedFields {
  const fields = new Map<string, string>();
  const pairs = encoded.split('&').filter((pair) => pair !== '');
  if (pairs.length > maxFields) return { ok: false, because: 'too_many' };
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = decodeText(equals === -1 ? pair : pair.slice(0, equals));
    const value = decodeText(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === undefined) return { ok: false, because: 'malformed' };
    if (value === undefined) return { ok: false, because: 'malformed', field: name };
    if (fields.has(name)) return { ok: false, because: 'repeated', field: name };
    fields.set(name, value);
  }
  return { ok: true, fields };
}

/** Undefined when the percent signs, the UTF-8 or the characters are not acceptable. */
function decodeText(encoded: string): string | undefined {
  try {
    // Throws on a stray percent sign and on bytes that are not UTF-8, encoded surrogates included.
    const text = decodeURIComponent(encoded.replaceAll('+', ' '));
    return isStorableText(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

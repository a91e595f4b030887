/** Reads a JSON object and checks it against a schema. */
import type { Context } from 'koa';
import type { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { Problem } from './problem.js';
import { readBody } from './request-body.js';
import { isStorableText } from './storable-text.js';

/** Bytes. */
const defaultMaxBytes = 64 * 1024;

/**
 * The validated body. Use strict schemas: the field lists of the API are closed. A repeated member counts once, the last
 * (ECMA-262; RFC 8259 section 4 leaves it open). Throws Problem 415, 413, 400 `invalid_json` or 400 `invalid_body` with `errors`.
 */
export async function readJson<T>(
  ctx: Context,
  schema: z.ZodType<T>,
  { maxBytes = defaultMaxBytes }: { readonly maxBytes?: number } = {},
): Promise<T> {
  const body = parse(await readBody(ctx, { mediaType: 'application/json', maxBytes }));
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Problem(400, 'invalid_body', 'The body does not have the expected fields.', {
    members: { errors: fieldErrors(result.error) },
  });
}

function parse(text: string): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's own message repeats part of the body.
    throw new Problem(400, 'invalid_json', 'The body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem(400, 'invalid_json', 'The body is not a JSON object.');
  }
  if (!isStorable(body)) throw new Problem(400, 'invalid_json', 'The body holds characters that cannot be stored.');
  return body;
}

/** Walks names and values with a list instead of recursion: 64 KiB of brackets would exhaust the stack. */
function isStorable(body: object): boolean {
  const pending: unknown[] = [body];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === 'string' && !isStorableText(value)) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (!isStorableText(name)) return false;
      pending.push(member);
    }
  }
  return true;
}

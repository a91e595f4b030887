/** Reads the form of a page: every field once, as text. */
import type { Context } from 'koa';
import { Problem } from './problem.js';
import { readBody } from './request-body.js';
import { type EncodedRefusal, readUrlEncoded } from './url-encoded.js';

/** Bytes; our largest form is far below. */
const defaultMaxBytes = 32 * 1024;

/**
 * The fields by name. Throws Problem 415, 413 or 400 (see `readBody`), and 400 `repeated_field` or `invalid_form` for repeated
 * fields, NUL, lone surrogates and broken encoding. What the fields mean is for the caller to check.
 */
export async function readForm(
  ctx: Context,
  { maxBytes = defaultMaxBytes }: { readonly maxBytes?: number } = {},
): Promise<ReadonlyMap<string, string>> {
  const text = await readBody(ctx, { mediaType: 'application/x-www-form-urlencoded', maxBytes });
  const result = readUrlEncoded(text);
  if (!result.ok) throw formProblem(result);
  return result.fields;
}

function formProblem({ because }: EncodedRefusal): Problem {
  switch (because) {
    case 'repeated':
      return new Problem(400, 'repeated_field', 'A field of the form was sent twice.');
    case 'too_many':
      return new Problem(400, 'invalid_form', 'The form has too many fields.');
    case 'malformed':
      return new Problem(400, 'invalid_form', 'The form holds characters that cannot be read.');
  }
}

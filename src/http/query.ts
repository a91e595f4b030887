/** Reads the query string against a closed list of parameters, each at most once. */
import type { Context } from 'koa';
import type { z } from 'zod';
import { fieldErrors } from './field-errors.js';
import { Problem } from './problem.js';
import { type EncodedRefusal, readUrlEncoded } from './url-encoded.js';

/** Longest query string we read, in characters. */
const maxLength = 8192;

/** A schema of text parameters; its shape is the list of known names. */
export type QuerySchema = z.ZodObject;

/**
 * The validated parameters. Throws Problem 400 `unknown_parameter`, `repeated_parameter` or `invalid_parameter`; the member
 * `parameter` names it when it is one we know.
 */
export function readQuery<S extends QuerySchema>(ctx: Context, schema: S): z.output<S> {
  const known = Object.keys(schema.shape);
  if (ctx.querystring.length > maxLength) throw new Problem(414, 'query_too_long', 'The query string is too long.');
  const result = readUrlEncoded(ctx.querystring);
  if (!result.ok) throw queryProblem(result, known);
  for (const name of result.fields.keys()) {
    if (!known.includes(name)) {
      const list = known.length === 0 ? 'This call takes none.' : `Known are: ${known.join(', ')}.`;
      throw new Problem(400, 'unknown_parameter', `There is no such query parameter here. ${list}`);
    }
  }
  const checked = schema.safeParse(Object.fromEntries(result.fields));
  if (checked.success) return checked.data;
  const [first] = fieldErrors(checked.error);
  const parameter = first?.pointer.split('/')[1] ?? '';
  throw new Problem(
    400,
    'invalid_parameter',
    `The query parameter ${parameter} is not valid: ${first?.detail ?? ''}.`,
    {
      members: { parameter },
    },
  );
}

function queryProblem({ because, field }: EncodedRefusal, known: readonly string[]): Problem {
  const extra = field !== undefined && known.includes(field) ? { members: { parameter: field } } : {};
  switch (because) {
    case 'repeated':
      return new Problem(400, 'repeated_parameter', 'A query parameter was given twice.', extra);
    case 'too_many':
      return new Problem(400, 'unknown_parameter', 'There are too many query parameters.');
    case 'malformed':
      return new Problem(400, 'invalid_parameter', 'The query string holds characters that cannot be read.', extra);
  }
}

/** Says which fields a zod schema refused, without repeating what was sent. */
import type { core } from 'zod';

/** One refused field, as in the example of RFC 9457 section 3. */
export interface FieldError {
  /** JSON pointer (RFC 6901) into the body, `#` for the body itself. */
  readonly pointer: string;
  readonly detail: string;
}

/** Zod's messages name the rule, not the value. Bounded, because a hostile body can break a rule thousands of times. */
export function fieldErrors(error: { readonly issues: readonly core.$ZodIssue[] }): readonly FieldError[] {
  return error.issues.slice(0, mostErrors).flatMap(errorsOf).slice(0, mostErrors);
}

const mostErrors = 20;

/** What a misspelt name may look like. Others are not repeated: they can be as long as the body, or hold what is no name. */
const plainName = /^[A-Za-z_]\w{0,39}$/;

function errorsOf(issue: core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(issue.path), detail: issue.message }];
  const named = issue.keys.slice(0, mostErrors).filter((name) => plainName.test(name));
  if (named.length === 0) return [{ pointer: pointerTo(issue.path), detail: 'has members that are not known here' }];
  return named.map((name) => ({ pointer: pointerTo([...issue.path, name]), detail: 'is not known here' }));
}

function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
}

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
  return error.issues.slice(0, 20).map((issue) => ({ pointer: pointerTo(issue.path), detail: messageOf(issue) }));
}

/** Unknown names are not echoed: they can be as long as the body. */
function messageOf(issue: core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? 'has members that are not known here' : issue.message;
}

function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')}`;
}

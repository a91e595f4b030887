/** What is wrong with a registration, at the fields of the form and in words. Pure. */
import type { FieldError } from '../../interactions/views/page-context.js';
import type { Locale } from '../language/locale.js';
import type { ClientProblem } from '../oidc/client-registration.js';
import { type ClientFields, lineOf } from './client-fields.js';
import { clientFormMessages } from './messages/client-catalogues.js';

/** Told of one field; the rest is like them. */
const mostPerField = 5;

/** One for each field that has something wrong with it. What was typed is not repeated: its line is named. */
export function clientErrors(
  problems: readonly ClientProblem[],
  fields: ClientFields,
  locale: Locale,
): readonly FieldError[] {
  const texts = clientFormMessages(locale);
  const sentence = (problem: ClientProblem) => {
    const line = lineOf(fields, problem);
    const what = texts.problems[problem.because];
    return line === undefined ? what : texts.line(line, what);
  };
  return [...new Set(problems.map(({ field }) => field))].map((field) => {
    const [message = '', ...others] = problems.filter((problem) => problem.field === field).map(sentence);
    return { field, message, detail: [...new Set(others)].slice(0, mostPerField).join(' ') || undefined };
  });
}

/** Refusals of these pages by their code. */
export function clientRefusals(locale: Locale): Readonly<Record<string, string>> {
  const texts = clientFormMessages(locale);
  return { super_admin_required: texts.superChange, client_changed: texts.changedMeanwhile };
}

/** The sentences about passwords, by language, and refused passwords in words. Pure. */
import type { FieldError } from '../../../interactions/views/page-context.js';
import { longestPassword, type PasswordProblem } from '../../accounts/password-policy.js';
import type { Locale } from '../../language/locale.js';
import { enPassword, type PasswordMessages } from './en-password.js';
import { nlPassword } from './nl-password.js';

const catalogues: Readonly<Record<Locale, PasswordMessages>> = { en: enPassword, nl: nlPassword };

export function passwordMessages(locale: Locale): PasswordMessages {
  return catalogues[locale];
}

/** The first problem as the message of the field, what else there is to say below it; undefined when there is no problem. */
export function newPasswordError(
  locale: Locale,
  field: string,
  { typed, problems, minLength }: { typed: string; problems: readonly PasswordProblem[]; minLength: number },
): FieldError | undefined {
  const texts = passwordMessages(locale);
  if (typed === '') return { field, message: texts.problems.missing };
  const [first, ...others] = problems;
  if (first === undefined) return undefined;
  const detail = [...others.map(sentenceOf), ...problems.flatMap(reasonsOf)].join(' ');
  return { field, message: sentenceOf(first), detail: detail || undefined };

  function sentenceOf({ because }: PasswordProblem): string {
    if (because === 'too_short') return texts.problems.too_short(minLength);
    if (because === 'too_long') return texts.problems.too_long(longestPassword.characters);
    return texts.problems[because];
  }

  function reasonsOf(problem: PasswordProblem): string[] {
    if (problem.because !== 'too_guessable') return [];
    const weakness = problem.weakness === null ? [] : [texts.weaknesses[problem.weakness]];
    return [...weakness, ...problem.advice.map((one) => texts.advice[one])].slice(0, 2);
  }
}

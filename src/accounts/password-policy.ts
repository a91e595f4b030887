/** Says what is wrong with a password somebody chooses. Length and guessability only, no composition rules (NIST SP 800-63B section 3.1.1.2). */
import { type PasswordAdvice, type PasswordWeakness, passwordStrength } from './password-strength.js';

export type PasswordProblem =
  | { readonly because: 'too_short' | 'too_long' | 'contains_email' | 'contains_name' }
  | {
      readonly because: 'too_guessable';
      /** What it is made of, when that is known. */
      readonly weakness: PasswordWeakness | null;
      readonly advice: readonly PasswordAdvice[];
    };

/** Longest password: characters, and bytes, so that hashing stays cheap whatever is sent. */
export const longestPassword = { characters: 256, bytes: 1024 } as const;

/** Shortest part of a name that counts as contained; shorter ones are in half of all words. */
const shortestNamePart = 4;

/** Lowest score, of 0 to 4, that will do: guessing is slow here, and a copied hash should resist for a while too. */
const lowestScore = 3;

/** Highest score that a single word reaches. */
const scoreOfOneWord = 1;

/** All problems at once; an empty list means it will do. Pure, but for the dictionaries that the first call loads. */
export async function passwordProblems(
  password: string,
  about: { readonly email: string; readonly name: string; readonly minLength: number },
): Promise<PasswordProblem[]> {
  if (passwordIsTooLong(password)) return [{ because: 'too_long' }];
  const problems: PasswordProblem[] = [];
  const text = folded(password);
  const email = emailParts(about.email);
  const name = nameParts(about.name);
  if ([...password].length < about.minLength) problems.push({ because: 'too_short' });
  if (containsAny(text, email)) problems.push({ because: 'contains_email' });
  if (containsAny(text, name)) problems.push({ because: 'contains_name' });
  if (password !== '') problems.push(...(await guessability(password.normalize('NFKC'), [...email, ...name])));
  return problems;
}

async function guessability(password: string, names: readonly string[]): Promise<PasswordProblem[]> {
  const { score, weakness, advice } = await passwordStrength(password, names);
  if (score < lowestScore) return [{ because: 'too_guessable', weakness, advice }];
  // "!!Welcome2026": a year and some signs lift a single word over the line, and are what everybody puts there.
  const word = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (word === '' || 2 * word.length < password.length) return [];
  if ((await passwordStrength(word, names)).score > scoreOfOneWord) return [];
  return [{ because: 'too_guessable', weakness: 'similarToCommon', advice: ['anotherWord'] }];
}

/** Whether a password exceeds what can have been stored. */
export function passwordIsTooLong(password: string): boolean {
  // The length in UTF-16 units is checked first, so that a megabyte is not walked through.
  if (password.length > 2 * longestPassword.characters) return true;
  return [...password].length > longestPassword.characters || Buffer.byteLength(password) > longestPassword.bytes;
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function containsAny(text: string, parts: readonly string[]): boolean {
  return parts.some((part) => [...part].length >= shortestNamePart && text.includes(part));
}

function emailParts(email: string): string[] {
  const whole = folded(email).trim();
  return [whole, whole.split('@')[0] ?? ''];
}

function nameParts(name: string): string[] {
  const words = folded(name).split(/\s+/);
  return [words.join(' '), words.join(''), ...words];
}

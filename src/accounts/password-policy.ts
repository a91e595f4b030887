/** Says what is wrong with a password somebody chooses. Length and guessability only, no composition rules (NIST SP 800-63B section 3.1.1.2). */
import { commonPasswords, commonSequences } from './common-passwords.js';

export type PasswordProblem = 'too_short' | 'too_long' | 'contains_email' | 'contains_name' | 'too_common';

/** Longest password: characters, and bytes, so that hashing stays cheap whatever is sent. */
export const longestPassword = { characters: 256, bytes: 1024 } as const;

/** Shortest part of a name that counts as contained; shorter ones are in half of all words. */
const shortestNamePart = 4;

/** All problems at once; an empty list means it will do. */
export function passwordProblems(
  password: string,
  about: { readonly email: string; readonly name: string; readonly minLength: number },
): PasswordProblem[] {
  if (passwordIsTooLong(password)) return ['too_long'];
  const problems: PasswordProblem[] = [];
  const text = folded(password);
  if ([...password].length < about.minLength) problems.push('too_short');
  if (containsAny(text, emailParts(about.email))) problems.push('contains_email');
  if (containsAny(text, nameParts(about.name))) problems.push('contains_name');
  if (isCommon(text)) problems.push('too_common');
  return problems;
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

function isCommon(text: string): boolean {
  const plain = undisguised(text);
  return [text, plain, trimmed(text), trimmed(plain), undisguised(trimmed(text))].some(isMadeOfCommon);
}

/** Without the digits and signs put around a word: "!password2024" is "password". */
function trimmed(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
  '7': 't',
};

function undisguised(text: string): string {
  return text.replace(/[@431!05$7]/g, (sign) => disguises[sign] ?? sign);
}

/** One common word, one unit repeated, or one run of neighbouring keys. */
function isMadeOfCommon(text: string): boolean {
  if (text === '') return false;
  const unit = repeatedUnit(text);
  if (unit !== text && [...unit].length <= 4) return true;
  return commonPasswords.has(unit) || isSequence(unit);
}

function repeatedUnit(text: string): string {
  // A text is a repetition exactly when it occurs in itself doubled, before the end.
  const at = (text + text).indexOf(text, 1);
  return text.slice(0, at);
}

function isSequence(text: string): boolean {
  if (text.length < 4) return false;
  const backwards = [...text].reverse().join('');
  return commonSequences.some((row) => row.includes(text) || row.includes(backwards));
}

/** The password of an account that a command sets: the one that was typed, if the policy allows it, or a generated one. */
import { randomInt } from 'node:crypto';
import { longestPassword, type PasswordProblem, passwordProblems } from '../accounts/password-policy.js';
import { type CommandContext, CommandRefused } from './command.js';

export interface ChosenPassword {
  /** PHC string. */
  readonly passwordHash: string;
  /** To be printed once; absent when a person chose the password and knows it. */
  readonly generated?: string;
}

/** Throws CommandRefused when the policy refuses what was typed; the password itself is in no message. */
export async function choosePassword(
  { settings, hasher, password }: Pick<CommandContext, 'settings' | 'hasher' | 'password'>,
  whose: { readonly email: string; readonly name: string },
): Promise<ChosenPassword> {
  const minLength = settings.passwordMinLength;
  if (password === undefined) {
    const generated = generatePassword(minLength);
    return { passwordHash: await hasher.hash(generated), generated };
  }
  const problems = await passwordProblems(password, { ...whose, minLength });
  if (problems.length === 0) return { passwordHash: await hasher.hash(password) };
  const sentences = problems.map((problem) => wordsFor(problem, minLength)).join(', and ');
  throw new CommandRefused('password_refused', `The password ${sentences}.`, {
    problems: problems.map(({ because }) => because),
  });
}

/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five letters a group, at least five groups: 123 bits, and as long as the policy asks for. */
function generatePassword(minLength: number): string {
  const groups: string[] = [];
  while (groups.length < 5 || groups.join('-').length < minLength) {
    groups.push(Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join(''));
  }
  return groups.join('-');
}

function wordsFor(problem: PasswordProblem, minLength: number): string {
  switch (problem.because) {
    case 'too_short':
      return `must have at least ${minLength} characters`;
    case 'too_long':
      return `must have at most ${longestPassword.characters} characters`;
    case 'contains_email':
      return 'must not contain the e-mail address';
    case 'contains_name':
      return 'must not contain the name';
    case 'too_guessable':
      return 'is too easy to guess';
  }
}

/** What is wrong with the environment, for the person who has to set it right. */

/** One thing to set right. Never holds the value that was given: it may be a secret in the wrong place. */
export interface SettingProblem {
  readonly variable: string;
  /** The rest of a sentence that begins with the variable: `must be true or false`. */
  readonly problem: string;
  /** What to write instead, as a line of a `.env` file, or an instruction such as `remove MAIL_FROM`. */
  readonly example: string;
}

/** The text a refused start prints: every problem, one a line. */
export function settingProblemsText(problems: readonly SettingProblem[]): string {
  const lines = problems.map(
    ({ variable, problem, example }) =>
      `  ${variable} ${problem}${problem.endsWith('?') ? '' : '.'} Example: ${example}`,
  );
  return ['Countersign did not start, because of its settings:', ...lines].join('\n');
}

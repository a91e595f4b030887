/** How easily a password is guessed, by somebody who knows the words people choose and the names of this account: zxcvbn. */
import type { TranslationKeys, ZxcvbnFactory } from '@zxcvbn-ts/core';

/** What a password is made of, when that is what makes it weak. */
export type PasswordWeakness = Exclude<keyof TranslationKeys['warnings'], 'pwned'>;

/** What would make it stronger. */
export type PasswordAdvice = Exclude<keyof TranslationKeys['suggestions'], 'pwned'>;

export interface PasswordStrength {
  /** 0 to 4; 3 means that a hundred million guesses would not suffice. */
  readonly score: number;
  readonly weakness: PasswordWeakness | null;
  readonly advice: readonly PasswordAdvice[];
}

/**
 * Bounds of the estimate, whose time grows with the square of the length and with every sign that may stand for a letter. With
 * these a password made for it takes a fifth of a second instead of two: nobody else is served meanwhile.
 */
const limits = { maxLength: 64, l33tMaxSubstitutions: 8 } as const;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** Only the beginning of a long password is looked at: what is strong so far does not become weak by what follows. */
export async function passwordStrength(password: string, names: readonly string[]): Promise<PasswordStrength> {
  estimator ??= loadEstimator();
  const { score, feedback } = (await estimator).check(
    password,
    names.filter((name) => name !== ''),
  );
  // Without translations of its own the library answers with the keys of its sentences; the words are ours.
  const weakness = feedback.warning as PasswordWeakness | null;
  return { score, weakness, advice: feedback.suggestions as PasswordAdvice[] };
}

/** Not before it is needed: the dictionaries take about half a second and 30 MB, which most processes never need. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    ...limits,
  });
}

/** How the walk says that something does not hold. */

/** Something is not as it must be. The message says what should be, and what is. */
export class DoesNotHold extends Error {
  override readonly name = 'DoesNotHold';
}

/** Throws DoesNotHold. */
export function expectThat(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new DoesNotHold(sentence);
}

/** Throws DoesNotHold with all problems. */
export function expectNone(problems: readonly string[], about: string): void {
  expectThat(problems.length === 0, `${about}: ${problems.join('; ')}`);
}

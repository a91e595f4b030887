/** The name that people give themselves. Pure. */

/** Longest name, in characters; as on the command line. */
const longestName = 200;

/** Without what surrounds it, or undefined when it is too long. */
export function readName(typed: string | undefined): string | undefined {
  const name = (typed ?? '').trim();
  return [...name].length > longestName ? undefined : name;
}

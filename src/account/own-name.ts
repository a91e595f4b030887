/** The name that people give themselves. Pure. */
import { longestPersonName } from '../accounts/account-limits.js';

/** Without what surrounds it, or undefined when it is too long. */
export function readName(typed: string | undefined): string | undefined {
  const name = (typed ?? '').trim();
  return [...name].length > longestPersonName ? undefined : name;
}

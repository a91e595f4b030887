/** Where a person wanted to go when they were sent to sign in: only ever one of our own pages. Pure. */

/** Longest path that is kept through a sign-in, in characters: with as many ids of accounts as a page of the console has. */
const longestTarget = 3_000;

/** The path with its query, or undefined for anything that is not a page of ours. */
export function returnTarget(state: unknown, isOwnPage: (path: string) => boolean): string | undefined {
  if (typeof state !== 'string' || state.length > longestTarget || !state.startsWith('/')) return undefined;
  const base = 'http://own.invalid';
  // Also what browsers read as another host: `//host`, `/\host`.
  const url = URL.canParse(state, base) ? new URL(state, base) : undefined;
  if (url === undefined || url.origin !== base || !isOwnPage(url.pathname)) return undefined;
  return `${url.pathname}${url.search}`;
}

/** What a person allowed a client, remembered beyond the session it was said in. */

export interface RememberedConsent {
  /** Protocol scopes, space-separated; may be empty. */
  readonly scope: string;
  /** Claims allowed one by one, through the `claims` parameter. */
  readonly claims: readonly string[];
  /** Space-separated scopes by resource identifier. */
  readonly resources: Readonly<Record<string, string>>;
}

/** Both together. Pure. */
export function mergeConsent(before: RememberedConsent | undefined, added: RememberedConsent): RememberedConsent {
  if (before === undefined) return added;
  const identifiers = new Set([...Object.keys(before.resources), ...Object.keys(added.resources)]);
  return {
    scope: union(before.scope, added.scope),
    claims: [...new Set([...before.claims, ...added.claims])],
    resources: Object.fromEntries(
      [...identifiers].map((identifier) => [
        identifier,
        union(before.resources[identifier] ?? '', added.resources[identifier] ?? ''),
      ]),
    ),
  };
}

function union(...scopes: readonly string[]): string {
  return [...new Set(scopes.flatMap((scope) => scope.split(' ')))].filter((word) => word !== '').join(' ');
}

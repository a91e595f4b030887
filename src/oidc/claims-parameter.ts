/** Bounds the `claims` parameter: nested without end it would exhaust the stack of whatever writes it down later. */
import { errors } from 'oidc-provider';

/** OpenID Connect Core section 5.5 needs four levels: target, claim, its members, their values. Room for as many again. */
const deepestNesting = 8;

/** The engine's `assertClaimsParameter`, run wherever the parameter comes in: authorization, pushed request, device. */
export function assertClaimsParameter(_ctx: unknown, claims: unknown): void {
  if (isDeeperThan(claims, deepestNesting))
    throw new errors.InvalidRequest('the claims parameter is nested too deeply');
}

/** Level by level instead of by recursion, which is what must not happen here. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let level = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

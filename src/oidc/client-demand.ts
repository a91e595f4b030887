/** What a client's registration demands of every sign-in for it. */
import { levelOfAcr } from '../login/amr.js';
import { type AssuranceLevel, strictest } from '../mfa/policy.js';

/** `require_mfa` and `min_acr`, whichever is stricter. An unknown `min_acr` demands the most: the safe reading. */
export function clientDemandOf(client: object | undefined): AssuranceLevel | null {
  if (client === undefined) return null;
  const requireMfa: unknown = Reflect.get(client, 'require_mfa');
  const minAcr: unknown = Reflect.get(client, 'min_acr');
  return strictest(
    requireMfa === true ? 'mfa' : null,
    typeof minAcr === 'string' ? (levelOfAcr(minAcr) ?? 'mfa') : null,
  );
}

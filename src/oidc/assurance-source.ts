/**
 * Where a token's assurance comes from. Session, code and refresh token each carry a snapshot of the sign-in; the engine
 * copies `acr`, `amr`, `authTime` and `claims` from one to the next, so the time of the second factor travels in `claims`.
 */
import { type Assurance, acrOfLevel, levelOfAmr } from '../login/amr.js';

/** The member of a code's `claims` that is ours; always overwritten at authorization, so that no request can forge it. */
export const assuranceMember = 'countersign_assurance';

/** The parts of AuthorizationCode, DeviceCode and RefreshToken that are read here. */
interface SnapshotToken {
  readonly acr?: string | undefined;
  readonly amr?: string[] | undefined;
  readonly authTime?: number | undefined;
  readonly claims?: unknown;
}

/** The snapshot in a code or refresh token, and the acr value promised to its relying party. */
export function assuranceOfToken(token: SnapshotToken): { assurance: Assurance; acr: string } {
  const amr = token.amr ?? ['pwd'];
  const mfaTime = member(member(token.claims, assuranceMember), 'mfa_time');
  return {
    assurance: { amr, authTime: token.authTime ?? 0, mfaTime: typeof mfaTime === 'number' ? mfaTime : null },
    acr: token.acr ?? acrOfLevel(levelOfAmr(amr)),
  };
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

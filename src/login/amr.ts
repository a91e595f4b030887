/** From proofs to claims: amr (RFC 8176), acr, and what a request's acr values ask for. Pure. */
import type { AssuranceLevel } from '../mfa/policy.js';

/** What was verified in one sign-in. Tokens, sessions and claims are computed from this alone, never from the account. */
export interface Assurance {
  readonly amr: readonly string[];
  /** Seconds since 1970: the last authentication, OpenID Connect Core section 2. */
  readonly authTime: number;
  /** Seconds since 1970: the last second-factor verification; null when there was none. */
  readonly mfaTime: number | null;
}

const acrByLevel: Readonly<Record<AssuranceLevel, string>> = {
  pwd: 'urn:countersign:acr:pwd',
  mfa: 'urn:countersign:acr:mfa',
};

const levelByAcr: ReadonlyMap<string, AssuranceLevel> = new Map([
  [acrByLevel.pwd, 'pwd'],
  [acrByLevel.mfa, 'mfa'],
  ['https://refeds.org/profile/sfa', 'pwd'],
  ['https://refeds.org/profile/mfa', 'mfa'],
  ['http://schemas.openid.net/pape/policies/2007/06/multi-factor', 'mfa'],
]);

/** Every acr value we understand, for discovery's `acr_values_supported`. */
export const supportedAcrValues: readonly string[] = [...levelByAcr.keys()];

/** The methods of a sign-in by password alone. */
export const passwordAmr: readonly string[] = ['pwd'];
/** The methods of a sign-in by password and one-time code; a backup code is an `otp` too (RFC 8176 section 2). */
export const oneTimeCodeAmr: readonly string[] = ['pwd', 'otp', 'mfa'];

/** The level these methods prove. Only the explicit `mfa` counts: two passwords are not two factors. */
export function levelOfAmr(amr: readonly string[] | undefined): AssuranceLevel {
  return amr?.includes('mfa') ? 'mfa' : 'pwd';
}

/** The level an acr value stands for, or null when we do not know it. */
export function levelOfAcr(acr: string): AssuranceLevel | null {
  return levelByAcr.get(acr) ?? null;
}

/** The acr value of a level, by our own name for it. */
export function acrOfLevel(level: AssuranceLevel): string {
  return acrByLevel[level];
}

/** One way in which a request names acceptable acr values: `acr_values`, or the `acr` member of `claims`. */
export interface AcrRequest {
  readonly values: readonly string[];
  /** OpenID Connect Core section 5.5.1: essential means that the request fails when none can be met. */
  readonly essential: boolean;
}

/** What all of a request's acr wishes come to. */
export interface AcrDemand {
  readonly level: AssuranceLevel | null;
  /** An essential request names only values that this server cannot reach. */
  readonly unmeetable: boolean;
}

/**
 * The stricter of all requests; within one request any known value will do, so its weakest counts.
 * A request cannot lower what another demands (the attack: editing `acr_values` in the URL).
 */
export function acrDemandOf(requests: readonly AcrRequest[]): AcrDemand {
  let level: AssuranceLevel | null = null;
  let unmeetable = false;
  for (const { values, essential } of requests) {
    const known = values.map(levelOfAcr).filter((known): known is AssuranceLevel => known !== null);
    if (known.length === 0) {
      unmeetable ||= essential && values.length > 0;
      continue;
    }
    const weakest: AssuranceLevel = known.includes('pwd') ? 'pwd' : 'mfa';
    if (level !== 'mfa') level = weakest;
  }
  return { level, unmeetable };
}

/**
 * The acr value to return: the first requested name of the level reached; else, for an essential request, the first
 * requested name the sign-in surpasses (a multi-factor sign-in satisfies a single-factor profile); else our own name.
 */
export function acrToReturn(level: AssuranceLevel, requests: readonly AcrRequest[]): string {
  const values = requests.flatMap((request) => request.values);
  const exact = values.find((value) => levelOfAcr(value) === level);
  if (exact !== undefined) return exact;
  const essential = requests.filter((request) => request.essential).flatMap((request) => request.values);
  const surpassed = level === 'mfa' ? essential.find((value) => levelOfAcr(value) === 'pwd') : undefined;
  return surpassed ?? acrOfLevel(level);
}

/** The assurance claims of a token, as the interface names them. `acr` is the value returned to this relying party. */
export function assuranceClaims(assurance: Assurance, acr: string): Record<string, unknown> {
  return {
    amr: assurance.amr,
    acr,
    mfa_verified: levelOfAmr(assurance.amr) === 'mfa',
    auth_time: assurance.authTime,
    ...(assurance.mfaTime === null ? {} : { mfa_time: assurance.mfaTime }),
  };
}

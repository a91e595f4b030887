/** What the claims about a sign-in must be, and whether they are. */
import { isDeepStrictEqual } from 'node:util';
import { epochSeconds } from '../../../src/clock.js';

export type Claims = Readonly<Record<string, unknown>>;

/** The claims that say how somebody signed in. */
export const assuranceClaimNames = ['amr', 'acr', 'mfa_verified', 'auth_time', 'mfa_time'] as const;

/** The moments, by the machine's clock, between which something was proved. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Seconds by which the clocks of database and process may differ, rounding included. */
const toleranceSeconds = 2;

/** All that is wrong with the claims of a sign-in by password alone; empty when nothing is. */
export function passwordOnlyProblems(claims: Claims, passwordAt: Period): readonly string[] {
  return [
    ...equal(claims, 'amr', ['pwd']),
    ...equal(claims, 'acr', 'urn:countersign:acr:pwd'),
    ...equal(claims, 'mfa_verified', false),
    ...equal(claims, 'mfa_time', undefined),
    ...within(claims, 'auth_time', passwordAt),
  ];
}

/** All that is wrong with the claims of a sign-in with a password and a one-time code. */
export function secondFactorProblems(
  claims: Claims,
  { passwordAt, factorAt }: { readonly passwordAt: Period; readonly factorAt: Period },
): readonly string[] {
  return [
    ...equal(claims, 'amr', ['pwd', 'otp', 'mfa']),
    ...equal(claims, 'acr', 'urn:countersign:acr:mfa'),
    ...equal(claims, 'mfa_verified', true),
    ...within(claims, 'auth_time', passwordAt),
    ...within(claims, 'mfa_time', factorAt),
  ];
}

/** Whether two sets say the same about the sign-in they stem from. */
export function assuranceDifferences(expected: Claims, actual: Claims): readonly string[] {
  return assuranceClaimNames.flatMap((name) => equal(actual, name, expected[name]));
}

function equal(claims: Claims, name: string, expected: unknown): readonly string[] {
  if (isDeepStrictEqual(claims[name], expected)) return [];
  return [`${name} should be ${shown(expected)} and is ${shown(claims[name])}`];
}

function within(claims: Claims, name: string, { from, to }: Period): readonly string[] {
  const value = claims[name];
  const [earliest, latest] = [epochSeconds(from) - toleranceSeconds, epochSeconds(to) + toleranceSeconds];
  if (typeof value === 'number' && value >= earliest && value <= latest) return [];
  return [`${name} should be between ${earliest} and ${latest} and is ${shown(value)}`];
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

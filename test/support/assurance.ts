/** What tokens say of the sign-in behind them, picked out for comparison. */
import { expect } from '@jest/globals';

const names = ['amr', 'acr', 'mfa_verified', 'auth_time', 'mfa_time'] as const;

/** The assurance claims among these; a claim that is absent stays absent. */
export function assuranceOf(claims: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => name in (claims ?? {})).map((name) => [name, Reflect.get(claims ?? {}, name)]),
  );
}

/** A sign-in by password alone; there is no `mfa_time`. */
export const passwordOnly = {
  amr: ['pwd'],
  acr: 'urn:countersign:acr:pwd',
  mfa_verified: false,
  auth_time: expect.any(Number),
};

/** A sign-in by password and one-time code. */
export const twoFactors = {
  amr: ['pwd', 'otp', 'mfa'],
  acr: 'urn:countersign:acr:mfa',
  mfa_verified: true,
  auth_time: expect.any(Number),
  mfa_time: expect.any(Number),
};

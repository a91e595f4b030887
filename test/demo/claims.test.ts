/** The walk's judgement of claims: what it would let pass, it would not test. */
import { expect, test } from '@jest/globals';
import {
  assuranceDifferences,
  type Claims,
  passwordOnlyProblems,
  secondFactorProblems,
} from '../../examples/demo/walk/claims.js';

const at = (seconds: number) => ({ from: new Date(seconds * 1000), to: new Date(seconds * 1000 + 500) });
const password: Claims = { amr: ['pwd'], acr: 'urn:countersign:acr:pwd', mfa_verified: false, auth_time: 1_000_000 };
const both: Claims = {
  amr: ['pwd', 'otp', 'mfa'],
  acr: 'urn:countersign:acr:mfa',
  mfa_verified: true,
  auth_time: 1_000_000,
  mfa_time: 1_000_060,
};
const bothPeriods = { passwordAt: at(1_000_000), factorAt: at(1_000_060) };

test('right claims have no problems', () => {
  expect(passwordOnlyProblems(password, at(1_000_000))).toEqual([]);
  expect(secondFactorProblems(both, bothPeriods)).toEqual([]);
  expect(assuranceDifferences(both, { ...both, sub: 'x' })).toEqual([]);
});

test.each<[name: string, wrong: Claims]>([
  ['amr', { amr: ['pwd'] }],
  ['acr', { acr: 'urn:countersign:acr:pwd' }],
  ['mfa_verified', { mfa_verified: 'true' }],
  ['auth_time', { auth_time: 1_000_060 }],
  ['mfa_time', { mfa_time: 1_000_000 }],
  ['mfa_time', { mfa_time: undefined }],
])('with a second factor, a wrong %s is found: %j', (name, wrong) => {
  expect(secondFactorProblems({ ...both, ...wrong }, bothPeriods)).toEqual([expect.stringMatching(`^${name} should`)]);
  expect(assuranceDifferences(both, { ...both, ...wrong })).toEqual([expect.stringMatching(`^${name} should`)]);
});

test.each<[name: string, wrong: Claims]>([
  ['amr', { amr: ['pwd', 'otp', 'mfa'] }],
  ['acr', { acr: 'urn:countersign:acr:mfa' }],
  ['mfa_verified', { mfa_verified: undefined }],
  ['auth_time', { auth_time: undefined }],
  ['mfa_time', { mfa_time: 1_000_000 }],
])('with a password only, a wrong %s is found: %j', (name, wrong) => {
  expect(passwordOnlyProblems({ ...password, ...wrong }, at(1_000_000))).toEqual([
    expect.stringMatching(`^${name} should`),
  ]);
});

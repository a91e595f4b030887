/** What a sign-in is worth, and what a request may ask for. */
import { describe, expect, test } from '@jest/globals';
import { acrRequestsOf } from '../../src/login/acr-requests.js';
import { acrDemandOf, acrToReturn, assuranceClaims, levelOfAmr, supportedAcrValues } from '../../src/login/amr.js';

const pwd = 'urn:countersign:acr:pwd';
const mfa = 'urn:countersign:acr:mfa';
const refedsMfa = 'https://refeds.org/profile/mfa';
const refedsSfa = 'https://refeds.org/profile/sfa';

const claims = (acr: unknown) => JSON.stringify({ id_token: { acr } });

describe('what a request demands', () => {
  test.each([
    ['nothing', {}, null, false],
    ['acr_values for mfa', { acr_values: mfa }, 'mfa', false],
    ['an alias for mfa', { acr_values: refedsMfa }, 'mfa', false],
    ['the pape alias', { acr_values: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor' }, 'mfa', false],
    ['either of two: the weaker will do', { acr_values: `${mfa} ${pwd}` }, 'pwd', false],
    ['an unknown value is a wish that cannot be met', { acr_values: 'urn:other' }, null, false],
    ['an essential acr', { claims: claims({ essential: true, value: mfa }) }, 'mfa', false],
    ['essential values', { claims: claims({ essential: true, values: [refedsMfa] }) }, 'mfa', false],
    [
      'an essential unknown acr cannot be met',
      { claims: claims({ essential: true, values: ['urn:other'] }) },
      null,
      true,
    ],
    [
      'acr_values cannot lower an essential acr',
      { acr_values: pwd, claims: claims({ essential: true, value: mfa }) },
      'mfa',
      false,
    ],
    ['claims for userinfo count too', { claims: JSON.stringify({ userinfo: { acr: { value: mfa } } }) }, 'mfa', false],
    [
      'an odd type asks for nothing',
      { claims: claims({ essential: true, value: 7, values: [null, {}] }) },
      null,
      false,
    ],
    ['broken JSON asks for nothing', { claims: '{' }, null, false],
    ['a prototype member is not a wish', { claims: '{"__proto__":{"id_token":{"acr":{"value":"x"}}}}' }, null, false],
  ])('%s', (_story, parameters, level, unmeetable) => {
    expect(acrDemandOf(acrRequestsOf(parameters))).toEqual({ level, unmeetable });
  });
});

describe('the acr value returned', () => {
  test.each([
    ['our own name when nothing was asked', 'mfa' as const, {}, mfa],
    ['the alias asked for', 'mfa' as const, { acr_values: refedsMfa }, refedsMfa],
    [
      'the alias of the level reached, not of the one wished for',
      'pwd' as const,
      { acr_values: `${refedsMfa} ${refedsSfa}` },
      refedsSfa,
    ],
    ['never an alias above the level reached', 'pwd' as const, { acr_values: refedsMfa }, pwd],
    ['the truth, when less was asked for without insisting', 'mfa' as const, { acr_values: refedsSfa }, mfa],
    [
      'the value insisted on, when it is surpassed',
      'mfa' as const,
      { claims: claims({ essential: true, value: refedsSfa }) },
      refedsSfa,
    ],
  ])('%s', (_story, level, parameters, expected) => {
    expect(acrToReturn(level, acrRequestsOf(parameters))).toBe(expected);
  });
});

test('only the explicit mfa method is multi-factor', () => {
  expect(levelOfAmr(['pwd', 'otp', 'mfa'])).toBe('mfa');
  expect(levelOfAmr(['pwd', 'otp'])).toBe('pwd');
  expect(levelOfAmr([])).toBe('pwd');
  expect(levelOfAmr(undefined)).toBe('pwd');
});

test('mfa_time is absent when there was no second factor, and mfa_verified always present', () => {
  expect(assuranceClaims({ amr: ['pwd'], authTime: 5, mfaTime: null }, pwd)).toEqual({
    amr: ['pwd'],
    acr: pwd,
    mfa_verified: false,
    auth_time: 5,
  });
  expect(assuranceClaims({ amr: ['pwd', 'otp', 'mfa'], authTime: 5, mfaTime: 9 }, mfa)).toMatchObject({
    mfa_verified: true,
    mfa_time: 9,
  });
});

test('discovery names every value that is understood', () => {
  expect(supportedAcrValues).toContain(refedsMfa);
  expect(supportedAcrValues).toHaveLength(5);
});

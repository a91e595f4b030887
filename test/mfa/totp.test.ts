import { describe, expect, test } from '@jest/globals';
import { codeAtStep, findClockOffset, generateSeed, matchingSteps, stepAt } from '../../src/mfa/totp.js';

/** The key of RFC 6238 appendix B, "12345678901234567890", in base 32. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const now = new Date('2026-03-01T12:00:10Z');
const present = stepAt(now);

describe('TOTP', () => {
  // Appendix B lists eight digits; ours are the last six of them.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %d seconds the code of RFC 6238 is accepted', (seconds, code) => {
    const at = new Date(seconds * 1000);
    expect(codeAtStep(seed, stepAt(at))).toBe(code);
    expect(matchingSteps(seed, code, at, 0)).toEqual([Math.floor(seconds / 30)]);
  });

  test.each([
    [0, [0]],
    [1, [-1, 0, 1]],
    [2, [-2, -1, 0, 1, 2]],
  ])('a window of %d accepts the steps %j away and no other', (window, accepted) => {
    const found = [-4, -3, -2, -1, 0, 1, 2, 3, 4].filter(
      (distance) => matchingSteps(seed, codeAtStep(seed, present + distance), now, window).length > 0,
    );
    expect(found).toEqual(accepted);
  });

  test.each([
    [-8, -4],
    [8, 4],
    [-2, -1],
    [21, 11],
    [-21, -11],
  ])('a code %d steps away tells that the clock is %d minutes off', (distance, minutes) => {
    expect(findClockOffset(seed, codeAtStep(seed, present + distance), now, 1)).toBe(minutes);
  });

  test.each([-1, 0, 1, 22, -22])('a code %d steps away tells nothing about the clock', (distance) => {
    expect(findClockOffset(seed, codeAtStep(seed, present + distance), now, 1)).toBeNull();
  });

  test('a clock at the beginning of time is no error', () => {
    expect(matchingSteps(seed, '123456', new Date(0), 2)).toEqual([]);
    expect(findClockOffset(seed, '123456', new Date(0), 2)).toBeNull();
  });

  test.each(['', '12345', '1234567', '１２３４５６', 'abcdef', '\0'])('%j is no code of any step', (typed) => {
    expect(matchingSteps(seed, typed, now, 1)).toEqual([]);
  });

  test('seeds are 160 bits and differ', () => {
    const seeds = Array.from({ length: 50 }, generateSeed);
    expect(new Set(seeds).size).toBe(50);
    for (const each of seeds) expect(each).toMatch(/^[A-Z2-7]{32}$/);
  });
});

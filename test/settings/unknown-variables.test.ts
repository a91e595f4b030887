/** A misspelt variable stops the start; other people's variables do not. */
import { expect, test } from '@jest/globals';
import { editDistance } from '../../src/settings/edit-distance.js';
import { readSettings } from '../../src/settings/settings.js';

function problemsOf(variable: string, text = 'x'): readonly string[] {
  const result = readSettings({ [variable]: text });
  return result.ok ? [] : result.problems.map(({ problem }) => problem);
}

test.each([
  ['REQUIRE_MFAA', 'REQUIRE_MFA'],
  ['REQUIRE_MF', 'REQUIRE_MFA'],
  ['require_mfa', 'REQUIRE_MFA'],
  ['COUNTERSIGN_REQUIRE_MFA', 'REQUIRE_MFA'],
  ['COUNTERSIGN_PORT', 'PORT'],
  ['MFA_GRACE_PERIOD_DAY', 'MFA_GRACE_PERIOD_DAYS'],
  ['LOCKOUT_TRESHOLD', 'LOCKOUT_THRESHOLD'],
  ['ISSEUR', 'ISSUER'],
  ['ENCRYPTION_KEY', 'ENCRYPTION_KEYS'],
  ['COOKIES_KEY', 'COOKIE_KEYS'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['DATADIR', 'DATA_DIR'],
  ['TRUST_PROXIES', undefined],
  ['LOG_LEVLE', 'LOG_LEVEL'],
])('%s: did you mean %s?', (variable, meant) => {
  const expected = meant === undefined ? [] : [`is not a setting; did you mean ${meant}?`];
  expect(problemsOf(variable)).toEqual(expected);
});

test.each(['COUNTERSIGN_FOO', 'MFA_SOMETHING_ELSE', 'REQUIRE_SHOES', 'LOCKOUT_', 'COUNTERSIGN_'])(
  '%s has our prefix and is refused without a guess',
  (variable) => {
    expect(problemsOf(variable)).toEqual(['is not a setting']);
  },
);

test.each(['HOME', 'PATH', 'POST', 'HOSTNAME', 'PWD', 'NODE_ENV', 'SESSION_ID', 'SMTP_HOST', 'AWS_MFA_SERIAL'])(
  '%s is none of our business',
  (variable) => {
    expect(problemsOf(variable)).toEqual([]);
  },
);

test('an empty unknown variable counts as absent', () => {
  expect(problemsOf('REQUIRE_MFAA', ' ')).toEqual([]);
});

test.each([
  ['COUNTERSIGN_SERVICE_HOST', '10.0.0.7'],
  ['COUNTERSIGN_SERVICE_PORT_HTTP', '3000'],
  ['COUNTERSIGN_PORT', 'tcp://10.0.0.7:3000'],
  ['COUNTERSIGN_PORT_3000_TCP_ADDR', '10.0.0.7'],
])('%s=%s, which Kubernetes sets by itself, does not stop the start', (variable, text) => {
  expect(problemsOf(variable, text)).toEqual([]);
});

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['PORT', 'PROT', 1],
  ['HOME', 'HOST', 2],
  ['kitten', 'sitting', 3],
])('%j and %j are %i slips apart', (from, to, slips) => {
  expect(editDistance(from, to)).toBe(slips);
  expect(editDistance(to, from)).toBe(slips);
});

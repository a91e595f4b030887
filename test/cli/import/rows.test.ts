/** What a record of an import may say, and what is refused: tables a person who exports users could read. */
import { describe, expect, test } from '@jest/globals';
import { problemInWords } from '../../../src/cli/import/import-problem.js';
import { readRow } from '../../../src/cli/import/import-row.js';

const now = new Date('2026-06-01T12:00:00Z');
const email = 'anna@example.com';
const seed = 'JBSWY3DPEHPK3PXP';
const read = (values: Record<string, unknown>) => readRow({ email, ...values }, now);

test('an address alone is an account: active, vouched for, without password and factor', () => {
  expect(read({})).toEqual({
    ok: true,
    row: {
      email: { email, key: email },
      name: '',
      roles: [],
      status: 'active',
      locale: null,
      emailIsVerified: true,
      createdAt: null,
      passwordHash: null,
      seeds: [],
      backupCodes: [],
      mfaConfiguredAt: null,
    },
  });
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['roles in one text', { roles: 'staff; admin' }, { roles: ['staff', 'admin'] }],
  ['roles as a list', { roles: ['staff', 'admin'] }, { roles: ['staff', 'admin'] }],
  ['a locale as databases write it', { locale: 'nl_be' }, { locale: 'nl-BE' }],
  ['false as PostgreSQL prints it', { email_verified: 'f' }, { emailIsVerified: false }],
  ['false in JSON', { email_verified: false }, { emailIsVerified: false }],
  ['a moment', { created_at: '2020-02-29T10:00:00+02:00' }, { createdAt: '2020-02-29T08:00:00.000Z' }],
  [
    'a moment as PostgreSQL prints it',
    { created_at: '2020-02-29 10:00:00.5+02' },
    { createdAt: '2020-02-29T08:00:00.500Z' },
  ],
  ['a name that a spreadsheet would compute', { name: '=1+1' }, { name: '=1+1' }],
  ['a seed', { totp: seed }, { seeds: [{ seed, issuer: null }] }],
  ['a seed in groups, small', { totp: 'jbsw y3dp ehpk 3pxp' }, { seeds: [{ seed, issuer: null }] }],
  [
    'a seed with padding and spare bits',
    { totp: 'GEZDGNBVGY3TQOJQGEZDGNBVGZ======' },
    { seeds: [{ seed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY', issuer: null }] },
  ],
  [
    'an otpauth address',
    { totp: `otpauth://totp/Old:anna?secret=${seed}&issuer=Old%20Portal&algorithm=sha1&digits=6&period=30` },
    { seeds: [{ seed, issuer: 'Old Portal' }] },
  ],
  [
    'its issuer before the colon',
    { totp: `otpauth://totp/Old%20Portal:anna%40example.com?secret=${seed}` },
    { seeds: [{ seed, issuer: 'Old Portal' }] },
  ],
  [
    'two apps',
    { totp: `${seed} | GEZDGNBVGY3TQOJQ` },
    {
      seeds: [
        { seed, issuer: null },
        { seed: 'GEZDGNBVGY3TQOJQ', issuer: null },
      ],
    },
  ],
  [
    'codes in one text',
    { totp: seed, backup_codes: '12345678 ABCDE-FGHJK-MNPQR' },
    { backupCodes: ['12345678', 'abcdefghjkmnpqr'] },
  ],
  [
    'codes as a list, with blanks inside',
    { totp: seed, backup_codes: ['1234 5678', 'aaaa bbbb'] },
    { backupCodes: ['12345678', 'aaaabbbb'] },
  ],
  [
    'since when',
    { totp: seed, mfa_configured_at: '2024-01-01T00:00:00Z' },
    { mfaConfiguredAt: '2024-01-01T00:00:00.000Z' },
  ],
])('%s', (_, values, expected) => {
  expect(read(values)).toMatchObject({ ok: true, row: expected });
});

describe('refused', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['no address', { email: undefined }, 'email', 'missing'],
    ['what is no address', { email: 'anna' }, 'email', 'malformed_email'],
    ['a number as an address', { email: 5 }, 'email', 'not_text'],
    ['NUL in a name', { name: 'a\0b' }, 'name', 'control_character'],
    ['half an emoji', { name: 'a\ud83d' }, 'name', 'control_character'],
    ['a long name', { name: 'x'.repeat(201) }, 'name', 'too_long'],
    ['an object as a name', { name: {} }, 'name', 'not_text'],
    ['a role with a control character', { roles: ['ad\u0007min'] }, 'roles', 'malformed_role'],
    ['a list of something else', { roles: [1] }, 'roles', 'not_text'],
    ['another status', { status: 'locked' }, 'status', 'unknown_status'],
    ['a sign-up that nobody finished', { status: 'pending', email_verified: false }, 'status', 'pending_unverified'],
    ['no language', { locale: 'not a language' }, 'locale', 'malformed_locale'],
    ['neither yes nor no', { email_verified: 'maybe' }, 'email_verified', 'not_a_truth'],
    ['a list with yes in it', { email_verified: ['true'] }, 'email_verified', 'not_a_truth'],
    ['a moment without its offset', { created_at: '2020-01-01T00:00:00' }, 'created_at', 'malformed_moment'],
    ['a day that does not exist', { created_at: '2023-02-29T00:00:00Z' }, 'created_at', 'malformed_moment'],
    ['seconds since 1970', { created_at: 1700000000 }, 'created_at', 'malformed_moment'],
    ['a moment to come', { created_at: '2026-06-01T12:00:01Z' }, 'created_at', 'moment_out_of_range'],
    ['a password in plain', { password_hash: 'correct horse' }, 'password_hash', 'unknown_hash'],
    ['a hash that takes minutes', { password_hash: `$2b$20$${'C'.repeat(53)}` }, 'password_hash', 'costly_hash'],
    ['a short seed', { totp: 'JBSWY3DPEHPK3' }, 'totp', 'seed_length'],
    ['a seed that is none', { totp: 'not base 32!' }, 'totp', 'no_seed'],
    ['a secret twice in one address', { totp: `otpauth://totp/a?secret=${seed}&secret=${seed}` }, 'totp', 'no_seed'],
    ['an app of eight digits', { totp: `otpauth://totp/a?secret=${seed}&digits=8` }, 'totp', 'other_parameters'],
    ['an app with SHA-256', { totp: `otpauth://totp/a?secret=${seed}&algorithm=SHA256` }, 'totp', 'other_parameters'],
    ['an app of a minute', { totp: `otpauth://totp/a?secret=${seed}&period=60` }, 'totp', 'other_parameters'],
    ['an app that counts', { totp: `otpauth://hotp/a?secret=${seed}&counter=1` }, 'totp', 'other_parameters'],
    ['one seed twice', { totp: `${seed}|${seed.toLowerCase()}` }, 'totp', 'seed_twice'],
    [
      'six apps',
      { totp: 'A B C D E F'.split(' ').map((letter) => seed.replace('J', letter)) },
      'totp',
      'too_many_apps',
    ],
    ['a code like an app’s', { totp: seed, backup_codes: '123456' }, 'backup_codes', 'code_shape'],
    ['a code of seven', { totp: seed, backup_codes: 'abcdefg' }, 'backup_codes', 'code_shape'],
    ['a code with other signs', { totp: seed, backup_codes: 'abcd+efgh' }, 'backup_codes', 'code_shape'],
    ['a code of 65', { totp: seed, backup_codes: 'a'.repeat(65) }, 'backup_codes', 'code_shape'],
    ['codes without an app', { backup_codes: '12345678' }, 'backup_codes', 'without_totp'],
    ['codes with an app that is none', { totp: ' | ', backup_codes: '12345678' }, 'backup_codes', 'without_totp'],
    ['since when, and nothing', { mfa_configured_at: '2024-01-01T00:00:00Z' }, 'mfa_configured_at', 'without_totp'],
  ])('%s', (_, values, field, because) => {
    const reading = read(values);
    expect(reading).toEqual({ ok: false, problems: [{ field, because }] });
    const [problem] = reading.ok ? [] : reading.problems;
    expect(problem && problemInWords(problem)).toMatch(new RegExp(`^${field} .*\\.$`));
  });

  test('everything at once, each with its field', () => {
    const reading = readRow({ name: 'a\0', status: 'x', totp: '!' }, now);
    expect(reading).toMatchObject({ ok: false });
    const fields = reading.ok ? [] : reading.problems.map(({ field }) => field);
    expect(fields.toSorted()).toEqual(['email', 'name', 'status', 'totp']);
  });
});

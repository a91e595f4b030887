/** The environment is checked whole: every value, every contradiction, every misspelling, all reported at once. */
import { expect, test } from '@jest/globals';
import { settingProblemsText } from '../../src/settings/setting-problem.js';
import { readSettings, type Settings } from '../../src/settings/settings.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const postgres = {
  DATABASE_URL: 'postgres://u:p@localhost/db',
  ENCRYPTION_KEYS: `a:${key(1)}`,
  COOKIE_KEYS: 'c'.repeat(32),
};

function settingsOf(env: Record<string, string | undefined>): Settings {
  const result = readSettings(env, { directory: '/srv', isTerminal: false });
  if (!result.ok) throw new Error(settingProblemsText(result.problems));
  return result.settings;
}

function problemsOf(env: Record<string, string | undefined>): Record<string, string> {
  const result = readSettings(env, { directory: '/srv', isTerminal: false });
  return Object.fromEntries((result.ok ? [] : result.problems).map(({ variable, problem }) => [variable, problem]));
}

test('an empty environment gives the documented defaults', () => {
  expect(settingsOf({})).toEqual({
    issuer: 'http://localhost:3000',
    host: '127.0.0.1',
    port: 3000,
    dataDir: '/srv/data',
    encryptionKeys: [],
    cookieKeys: [],
    requireMfa: false,
    requireAdminMfa: true,
    mfaFixed: { all: false, admins: false, gracePeriodDays: false },
    mfaGracePeriodDays: 7,
    mfaAllowSelfDisable: true,
    mfaIssuer: 'localhost',
    mfaTotpWindow: 1,
    mfaBackupCodes: 10,
    mfaSetupMinutes: 15,
    mfaMaxAttempts: 3,
    mfaDailyAttempts: 10,
    lockoutThreshold: 5,
    lockoutDurationMinutes: 30,
    signUp: 'closed',
    passwordMinLength: 12,
    accessTokenTtlSeconds: 3600,
    refreshTokenTtlSeconds: 2_592_000,
    codeTtlSeconds: 60,
    sessionTtlSeconds: 604_800,
    mailFrom: 'Countersign <no-reply@localhost>',
    trustProxy: false,
    auditRetentionDays: 90,
    logLevel: 'info',
    logFormat: 'json',
    rateLimit: 'on',
  });
});

test.each<[variable: string, text: string, name: keyof Settings, value: unknown]>([
  ['ISSUER', 'https://ID.Example.com:443/', 'issuer', 'https://id.example.com'],
  ['ISSUER', 'https://example.com//', 'issuer', 'https://example.com'],
  ['ISSUER', 'http://127.0.0.1:8080', 'issuer', 'http://127.0.0.1:8080'],
  ['ISSUER', 'http://[::1]:8080', 'issuer', 'http://[::1]:8080'],
  ['ISSUER', 'http://id.localhost', 'issuer', 'http://id.localhost'],
  ['ISSUER', 'https://id.example.com:8443', 'mfaIssuer', 'id.example.com'],
  ['HOST', '::', 'host', '::'],
  ['HOST', 'db-1.internal', 'host', 'db-1.internal'],
  ['PORT', '0', 'port', 0],
  ['PORT', ' 8080 ', 'port', 8080],
  ['PORT', '', 'port', 3000],
  ['PORT', '  ', 'port', 3000],
  ['DATA_DIR', 'memory://', 'dataDir', 'memory://'],
  ['DATA_DIR', '/var/lib/countersign', 'dataDir', '/var/lib/countersign'],
  ['DATA_DIR', '../keep', 'dataDir', '/keep'],
  [
    'COOKIE_KEYS',
    'first-key-of-some-length, second-key-of-some-length',
    'cookieKeys',
    ['first-key-of-some-length', 'second-key-of-some-length'],
  ],
  ['REQUIRE_MFA', 'TRUE', 'requireMfa', true],
  ['REQUIRE_ADMIN_MFA', 'false', 'requireAdminMfa', false],
  ['MFA_POLICY', 'required', 'requireMfa', true],
  ['MFA_POLICY', 'required', 'mfaPolicy', 'required'],
  ['MFA_POLICY', 'encouraged', 'requireMfa', false],
  ['MFA_ISSUER', 'Größe & Söhne: 🔑', 'mfaIssuer', 'Größe & Söhne: 🔑'],
  ['MFA_GRACE_PERIOD_DAYS', '0', 'mfaGracePeriodDays', 0],
  ['MFA_GRACE_PERIOD_DAYS', '90', 'mfaGracePeriodDays', 90],
  ['MFA_TOTP_WINDOW', '2', 'mfaTotpWindow', 2],
  ['MFA_BACKUP_CODES', '16', 'mfaBackupCodes', 16],
  ['LOCKOUT_DURATION', '60', 'lockoutDurationMinutes', 60],
  ['SIGN_UP', 'closed', 'signUp', 'closed'],
  ['SIGN_UP', 'approval', 'signUp', 'approval'],
  ['SIGN_UP', 'Open', 'signUp', 'open'],
  ['CODE_TTL', '600', 'codeTtlSeconds', 600],
  ['TRUST_PROXY', 'false', 'trustProxy', false],
  ['TRUST_PROXY', '0', 'trustProxy', false],
  ['TRUST_PROXY', '2', 'trustProxy', 2],
  ['TRUST_PROXY', '10.0.0.0/8, ::1', 'trustProxy', ['10.0.0.0/8', '::1/128']],
  ['LOG_LEVEL', 'silent', 'logLevel', 'silent'],
  ['LOG_FORMAT', 'pretty', 'logFormat', 'pretty'],
  ['RATE_LIMIT', 'off', 'rateLimit', 'off'],
  ['SMTP_URL', 'smtps://u:p%23w@mail.example.com', 'smtpUrl', 'smtps://u:p%23w@mail.example.com'],
  ['SMTP_URL', 'smtp://[::1]:2525/', 'smtpUrl', 'smtp://[::1]:2525/'],
  ['MAIL_FROM', 'id@example.com', 'mailFrom', 'id@example.com'],
  ['MAIL_FROM', '"Example, Ltd" <id@example.com>', 'mailFrom', '"Example, Ltd" <id@example.com>'],
])('%s=%s is accepted: %s is %j', (variable, text, name, value) => {
  expect(settingsOf({ [variable]: text })[name]).toEqual(value);
});

test.each<[variable: string, text: string, problem: string]>([
  ['ISSUER', 'id.example.com', 'absolute URL'],
  ['ISSUER', 'https:id.example.com', 'absolute URL'],
  ['ISSUER', 'ftp://id.example.com', 'absolute URL'],
  ['ISSUER', 'https://', 'absolute URL'],
  ['ISSUER', 'https://a b', 'absolute URL'],
  ['ISSUER', 'http://id.example.com', 'https://'],
  ['ISSUER', 'http://127.0.0.1.example.com', 'https://'],
  ['ISSUER', 'http://0.0.0.0:3000', 'https://'],
  ['ISSUER', 'https://id.example.com/?', 'no query'],
  ['ISSUER', 'https://id.example.com/#top', 'no fragment'],
  ['ISSUER', 'https://me:secret@id.example.com', 'no user name'],
  ['HOST', 'http://localhost', 'without a scheme'],
  ['HOST', 'localhost:3000', 'without a scheme or a port'],
  ['PORT', '65536', 'from 0 to 65535'],
  ['PORT', '-1', 'whole number'],
  ['PORT', '3e3', 'whole number'],
  ['PORT', '80.0', 'whole number'],
  ['PORT', '٣', 'whole number'],
  ['DATA_DIR', 's3://bucket', 'must be a folder'],
  ['COOKIE_KEYS', 'short', 'entry (number 1)'],
  ['COOKIE_KEYS', 'long-enough-to-be-a-key,', 'entry (number 2)'],
  ['ENCRYPTION_KEYS', key(1), 'not id:base64'],
  ['ENCRYPTION_KEYS', `a:${Buffer.alloc(31).toString('base64')}`, 'exactly 32 bytes'],
  ['ENCRYPTION_KEYS', `a:${Buffer.alloc(33).toString('base64')}`, 'exactly 32 bytes'],
  ['ENCRYPTION_KEYS', `a.b:${key(1)}`, 'not id:base64'],
  ['ENCRYPTION_KEYS', `a:${key(1)},`, 'entry (number 2)'],
  ['ENCRYPTION_KEYS', `a:${key(1)},a:${key(2)}`, 'names the id "a" twice'],
  ['ENCRYPTION_KEYS', `a:${key(1)},b:${key(1)}`, 'same key under two ids'],
  ['REQUIRE_MFA', 'yes', 'must be true or false'],
  ['REQUIRE_MFA', '1', 'must be true or false'],
  ['MFA_POLICY', 'mandatory', 'must be one of optional, encouraged, required'],
  ['MFA_GRACE_PERIOD_DAYS', '91', 'from 0 to 90'],
  ['MFA_TOTP_WINDOW', '3', 'from 0 to 2'],
  ['MFA_BACKUP_CODES', '7', 'from 8 to 16'],
  ['MFA_BACKUP_CODES', '17', 'from 8 to 16'],
  ['MFA_MAX_ATTEMPTS', '0', 'from 1 to 100'],
  ['MFA_ISSUER', 'x'.repeat(65), 'at most 64 characters'],
  ['MFA_ISSUER', 'two\nlines', 'control character'],
  ['SIGN_UP', 'invitation', 'must be one of closed, approval, open'],
  ['PASSWORD_MIN_LENGTH', '7', 'from 8 to 64'],
  ['CODE_TTL', '601', 'from 1 to 600'],
  ['SMTP_URL', 'mail.example.com', 'must be a URL such as smtps://'],
  ['SMTP_URL', 'https://mail.example.com', 'must be a URL such as smtps://'],
  ['SMTP_URL', 'smtp://u:a#b@mail.example.com', '%23'],
  ['SMTP_URL', 'smtp://u:a%b@mail.example.com', '%25'],
  ['SMTP_URL', 'smtp://u:a/b@mail.example.com', 'smtp'],
  ['SMTP_URL', 'smtp://mail.example.com?pool=true', 'must end after the host'],
  ['SMTP_URL', 'smtp://mail.example.com:99999', 'must be a URL'],
  ['SMTP_URL', 'smtp://:secret@mail.example.com', 'no user name'],
  ['MAIL_FROM', 'Example', 'must be one address'],
  ['MAIL_FROM', 'a@example.com, b@example.com', 'must be one address'],
  ['MAIL_FROM', 'A <a@example.com>, B <b@example.com>', 'must be one address'],
  ['MAIL_FROM', 'A <a@example.com', 'must be one address'],
  ['MAIL_FROM', 'Ann\r\nBcc: b@example.com <a@example.com>', 'control character'],
  ['MAIL_FROM', 'a@example.com\r\nBcc:b@example.com', 'must be one address'],
  ['MAIL_FROM', `${'x'.repeat(101)} <a@example.com>`, 'at most 100 characters'],
  ['TRUST_PROXY', 'true', 'must be false, the number of proxies'],
  ['TRUST_PROXY', '33', 'must be false, the number of proxies'],
  ['TRUST_PROXY', '10.0.0.0/33', 'CIDR'],
  ['TRUST_PROXY', '10.0.0.0/8/8', 'CIDR'],
  ['TRUST_PROXY', '10.0.0.1,', 'CIDR'],
  ['TRUST_PROXY', 'proxy.internal', 'CIDR'],
  ['TRUST_PROXY', '0.0.0.0/0', 'trust every address'],
  ['LOG_LEVEL', 'verbose', 'must be one of fatal'],
  ['LOG_FORMAT', 'xml', 'must be one of json, pretty'],
  ['RATE_LIMIT', 'no', 'must be one of on, off'],
])('%s=%s is refused: %s', (variable, text, problem) => {
  expect(problemsOf({ [variable]: text })).toEqual({ [variable]: expect.stringContaining(problem) });
});

test.each([
  ['mysql://u:p@localhost/db', 'begins with postgres://'],
  ['localhost/db', 'begins with postgres://'],
  ['postgres://u:p#ss@localhost/db', '%23'],
  ['postgres://u:p%ss@localhost/db', '%25'],
  ['postgres://u:p@local host/db', 'begins with postgres://'],
])('DATABASE_URL=%s is refused: %s', (text, problem) => {
  expect(problemsOf({ ...postgres, DATABASE_URL: text })).toEqual({ DATABASE_URL: expect.stringContaining(problem) });
});

test.each(['postgres://u:p%23ss@localhost:5432/db?sslmode=require', 'postgresql:///db?host=/var/run/postgresql'])(
  'DATABASE_URL=%s is accepted as it is',
  (text) => {
    expect(settingsOf({ ...postgres, DATABASE_URL: text }).databaseUrl).toBe(text);
  },
);

test('encryption keys keep their order, the first one first', () => {
  const { encryptionKeys } = settingsOf({ ENCRYPTION_KEYS: `new:${key(2)}, old:${key(1)}` });
  expect(encryptionKeys).toEqual([
    { id: 'new', bytes: Buffer.alloc(32, 2) },
    { id: 'old', bytes: Buffer.alloc(32, 1) },
  ]);
});

test.each([
  [{ MFA_POLICY: 'optional', REQUIRE_MFA: 'true' }],
  [{ MFA_POLICY: 'encouraged', REQUIRE_MFA: 'true' }],
  [{ MFA_POLICY: 'required', REQUIRE_MFA: 'false' }],
])('%j is a contradiction, not a choice', (env) => {
  expect(problemsOf(env)).toEqual({ MFA_POLICY: expect.stringContaining('contradicts REQUIRE_MFA') });
});

test.each([
  [{ MFA_POLICY: 'optional', REQUIRE_MFA: 'false' }, false],
  [{ MFA_POLICY: 'encouraged', REQUIRE_MFA: '' }, false],
  [{ MFA_POLICY: 'required', REQUIRE_MFA: 'true' }, true],
])('%j agree: required is %s', (env, requireMfa) => {
  expect(settingsOf(env).requireMfa).toBe(requireMfa);
});

test('with DATABASE_URL both kinds of keys are required, because generated ones would lie on one machine only', () => {
  expect(problemsOf({ DATABASE_URL: postgres.DATABASE_URL, COOKIE_KEYS: '' })).toEqual({
    ENCRYPTION_KEYS: 'is required with DATABASE_URL',
    COOKIE_KEYS: 'is required with DATABASE_URL',
  });
});

test('all problems are reported at once, each with an example', () => {
  const result = readSettings({
    ISSUER: 'nonsense',
    PORT: 'many',
    MFA_POLICY: 'optional',
    REQUIRE_MFA: 'true',
    REQUIRE_MFAA: 'true',
    SMTP_URL: 'x',
  });
  const problems = result.ok ? [] : result.problems;
  expect(problems.map(({ variable }) => variable).sort()).toEqual([
    'ISSUER',
    'MFA_POLICY',
    'PORT',
    'REQUIRE_MFAA',
    'SMTP_URL',
  ]);
  for (const { example } of problems) expect(example).not.toBe('');
  expect(settingProblemsText(problems)).toContain('PORT must be a whole number from 0 to 65535. Example: PORT=3000');
});

test('a refused value is never repeated: it may be a secret', () => {
  const secret = 'hunter2-correct-horse';
  const env: Record<string, string> = {};
  for (const variable of ['ISSUER', 'PORT', 'DATABASE_URL', 'ENCRYPTION_KEYS', 'LOG_LEVEL', 'TRUST_PROXY', 'MFA_X']) {
    env[variable] = secret;
  }
  const result = readSettings(env);
  expect(JSON.stringify(result)).not.toContain(secret);
  expect(result.ok).toBe(false);
});

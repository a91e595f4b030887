/** Settings of the second factor: who must have one, and how it behaves. */
import { oneOf, type SettingDefinition, textTo, trueOrFalse, wholeNumber } from './setting-definition.js';

/** By the name of the setting. */
export const mfaDefinitions = {
  requireMfa: {
    variable: 'REQUIRE_MFA',
    default: 'false',
    meaning: 'Every account must have a second factor.',
    example: 'true',
    parse: trueOrFalse,
  },
  requireAdminMfa: {
    variable: 'REQUIRE_ADMIN_MFA',
    default: 'true',
    meaning: 'Administrators must have a second factor.',
    example: 'true',
    parse: trueOrFalse,
  },
  mfaPolicy: {
    variable: 'MFA_POLICY',
    meaning:
      '`optional`, `encouraged` or `required`. `required` is `REQUIRE_MFA=true`; `encouraged` prompts after the password, never blocks and can be skipped. A contradiction with `REQUIRE_MFA` is an error.',
    example: 'encouraged',
    parse: oneOf(['optional', 'encouraged', 'required']),
  },
  mfaGracePeriodDays: {
    variable: 'MFA_GRACE_PERIOD_DAYS',
    default: '7',
    meaning: 'Days in which an account may still sign in without the second factor it must have, 0–90.',
    example: '14',
    parse: wholeNumber(0, 90),
  },
  mfaAllowSelfDisable: {
    variable: 'MFA_ALLOW_SELF_DISABLE',
    default: 'true',
    meaning: 'People may remove their own second factor (never while a policy requires one).',
    example: 'false',
    parse: trueOrFalse,
  },
  mfaIssuer: {
    variable: 'MFA_ISSUER',
    defaultText: 'host of `ISSUER`',
    meaning: 'Name shown in authenticator apps, at most 64 characters.',
    example: 'Example Ltd',
    parse: textTo((text) =>
      [...text].length <= 64 && !/\p{Cc}/u.test(text)
        ? { ok: true, value: text }
        : { ok: false, because: 'must be at most 64 characters, none of them a control character' },
    ),
  },
  mfaTotpWindow: {
    variable: 'MFA_TOTP_WINDOW',
    default: '1',
    meaning: 'Steps of 30 seconds a code may be early or late, 0–2.',
    example: '1',
    parse: wholeNumber(0, 2),
  },
  mfaBackupCodes: {
    variable: 'MFA_BACKUP_CODES',
    default: '10',
    meaning: 'Backup codes in a set, 8–16.',
    example: '10',
    parse: wholeNumber(8, 16),
  },
  mfaSetupMinutes: {
    variable: 'MFA_SETUP_MINUTES',
    default: '15',
    meaning: 'Minutes in which an enrolment must be confirmed, 1–1440.',
    example: '15',
    parse: wholeNumber(1, 1440),
  },
  mfaMaxAttempts: {
    variable: 'MFA_MAX_ATTEMPTS',
    default: '3',
    meaning: 'Wrong codes in one sign-in before it starts again at the password, 1–100.',
    example: '3',
    parse: wholeNumber(1, 100),
  },
  mfaDailyAttempts: {
    variable: 'MFA_DAILY_ATTEMPTS',
    default: '10',
    meaning:
      'Wrong codes per account and kind of factor in any 24 hours, over all sign-ins, addresses and nodes, 1–1000. A browser that has passed this second factor before has a budget of its own.',
    example: '10',
    parse: wholeNumber(1, 1000),
  },
} as const satisfies Record<string, SettingDefinition<unknown>>;

/** Settings of accounts, passwords and what a sign-in yields. */
import { oneOf, type SettingDefinition, wholeNumber } from './setting-definition.js';

const longestSeconds = 31_536_000;

/** By the name of the setting. */
export const signInDefinitions = {
  lockoutThreshold: {
    variable: 'LOCKOUT_THRESHOLD',
    default: '5',
    meaning:
      'Wrong passwords per account and source before that source is refused, 1–1000. Strangers cannot lock the owner out.',
    example: '5',
    parse: wholeNumber(1, 1000),
  },
  lockoutDurationMinutes: {
    variable: 'LOCKOUT_DURATION',
    default: '30',
    meaning: 'Minutes for which it is refused, 1–10080.',
    example: '30',
    parse: wholeNumber(1, 10_080),
  },
  signUp: {
    variable: 'SIGN_UP',
    default: 'closed',
    meaning:
      '`closed`: accounts are made by administrators. `approval`: people ask for one, prove their e-mail address, and an administrator activates it. `open`: proving the address activates it.',
    example: 'approval',
    parse: oneOf(['closed', 'approval', 'open']),
  },
  passwordMinLength: {
    variable: 'PASSWORD_MIN_LENGTH',
    default: '12',
    meaning:
      "Shortest password in characters, 8–64. Common passwords and the account's own names are refused at any length.",
    example: '12',
    parse: wholeNumber(8, 64),
  },
  accessTokenTtlSeconds: {
    variable: 'ACCESS_TOKEN_TTL',
    default: '3600',
    meaning: 'Life of an access token in seconds, 1–86400.',
    example: '3600',
    parse: wholeNumber(1, 86_400),
  },
  refreshTokenTtlSeconds: {
    variable: 'REFRESH_TOKEN_TTL',
    default: '2592000',
    meaning: 'Life of a refresh token in seconds, at most a year.',
    example: '2592000',
    parse: wholeNumber(1, longestSeconds),
  },
  codeTtlSeconds: {
    variable: 'CODE_TTL',
    default: '60',
    // RFC 6749 section 4.1.2: ten minutes at most.
    meaning: 'Life of an authorization code in seconds, 1–600.',
    example: '60',
    parse: wholeNumber(1, 600),
  },
  sessionTtlSeconds: {
    variable: 'SESSION_TTL',
    default: '604800',
    meaning: 'Life of a browser session in seconds, at most a year.',
    example: '604800',
    parse: wholeNumber(1, longestSeconds),
  },
} as const satisfies Record<string, SettingDefinition<unknown>>;

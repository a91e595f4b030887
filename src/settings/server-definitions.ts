/** Settings of the server itself: where it is reached, where it keeps things, and the keys that protect them. */
import { isIP } from 'node:net';
import { maskedDatabaseUrl, readDatabaseUrl } from './database-url.js';
import { readIssuer } from './issuer.js';
import { readSecretKeys, type SecretKey } from './secret-key.js';
import { type SettingDefinition, textTo, wholeNumber } from './setting-definition.js';

/** The value of DATA_DIR that keeps nothing. */
export const inMemory = 'memory://';

/** Shorter cookie keys could be guessed offline from any one signed cookie. */
const shortestCookieKey = 16;

/** By the name of the setting. */
export const serverDefinitions = {
  issuer: {
    variable: 'ISSUER',
    default: 'http://localhost:3000',
    meaning:
      'Public base URL. Every URL the server publishes comes from it, never from the Host header. Must be https unless the host is loopback.',
    example: 'https://id.example.com',
    parse: textTo(readIssuer),
  },
  host: {
    variable: 'HOST',
    default: '127.0.0.1',
    meaning: 'Address to listen on.',
    example: '0.0.0.0',
    parse: textTo((text) =>
      isIP(text) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252})$/.test(text)
        ? { ok: true, value: text }
        : { ok: false, because: 'must be an IP address or a host name, without a scheme or a port' },
    ),
  },
  port: {
    variable: 'PORT',
    default: '3000',
    meaning: 'Port to listen on, 0–65535; 0 takes any free one.',
    example: '3000',
    parse: wholeNumber(0, 65_535),
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    meaning: 'PostgreSQL 14 or newer. Absent: embedded PostgreSQL (PGlite) in `DATA_DIR`.',
    example: 'postgres://countersign:password@localhost:5432/countersign',
    secret: true,
    masked: maskedDatabaseUrl,
    parse: textTo(readDatabaseUrl),
  },
  dataDir: {
    variable: 'DATA_DIR',
    default: './data',
    meaning:
      'Folder of the embedded database and the generated keys (folder 0700, key files 0600). `memory://` keeps nothing.',
    example: '/var/lib/countersign',
    parse: textTo((text) =>
      text === inMemory || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)
        ? { ok: true, value: text }
        : { ok: false, because: `must be a folder, or ${inMemory} to keep nothing` },
    ),
  },
  encryptionKeys: {
    variable: 'ENCRYPTION_KEYS',
    defaultText: 'generated into `DATA_DIR` when embedded; required with `DATABASE_URL`',
    meaning:
      '`id:base64(32 bytes)`, more after commas; the first seals, all open. A wrong or missing key stops the start. Make one with `openssl rand -base64 32`.',
    example: 'main:<the output of: openssl rand -base64 32>',
    secret: true,
    masked: (keys: readonly SecretKey[]) => keys.map((key) => `${key.id}:********`).join(','),
    parse: textTo(readSecretKeys),
  },
  cookieKeys: {
    variable: 'COOKIE_KEYS',
    defaultText: 'likewise',
    meaning: `Keys that sign cookies, a comma between two, at least ${shortestCookieKey} characters each; the first signs, all are accepted.`,
    example: '<the output of: openssl rand -base64 32>',
    secret: true,
    parse: textTo(readCookieKeys),
  },
} as const satisfies Record<string, SettingDefinition<unknown>>;

/** Reads the form of COOKIE_KEYS; the generated key file has the same form. */
export function readCookieKeys(text: string): { ok: true; value: readonly string[] } | { ok: false; because: string } {
  const keys = text.split(',').map((part) => part.trim());
  const bad = keys.findIndex((key) => key.length < shortestCookieKey || !/^[\x21-\x7e]+$/.test(key));
  if (bad === -1) return { ok: true, value: keys };
  return {
    ok: false,
    because: `has an entry (number ${bad + 1}) that is shorter than ${shortestCookieKey} characters or has spaces in it`,
  };
}

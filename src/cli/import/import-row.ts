/** Understands one record of an import: what account it describes, or everything that is wrong with it. Pure; nothing is quoted. */
import type { AccountStatus } from '../../accounts/account.js';
import { parseEmail } from '../../accounts/email.js';
import { readHash } from '../../accounts/read-hash.js';
import { readCode } from '../../mfa/code-input.js';
import { readImportedSeed } from '../../mfa/imported-seed.js';
import { mostTotpCredentials } from '../../mfa/totp-enrolment-store.js';
import type { ImportColumn, ImportValues } from './import-columns.js';
import type { ImportProblem, ProblemCode } from './import-problem.js';
import { readList, readMoment, readText, readTruth, type Value } from './import-values.js';

/** An account as the file describes it; its secrets are still in plain. */
export interface ImportRow {
  readonly email: { readonly email: string; readonly key: string };
  readonly name: string;
  readonly roles: readonly string[];
  readonly status: AccountStatus;
  readonly locale: string | null;
  readonly emailIsVerified: boolean;
  /** ISO 8601 with an offset; null: from now on. */
  readonly createdAt: string | null;
  readonly passwordHash: string | null;
  readonly seeds: readonly { readonly seed: string; readonly issuer: string | null }[];
  /** In the one form in which a typed code is looked up. */
  readonly backupCodes: readonly string[];
  readonly mfaConfiguredAt: string | null;
}

export type RowReading =
  | { readonly ok: true; readonly row: ImportRow }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/** Codes that one account may bring: each more is one more that a guess may hit. */
const mostBackupCodes = 50;
const mostRoles = 20;
const longest = { name: 200, role: 64, locale: 35, email: 600, hash: 500 } as const;

export function readRow(values: ImportValues, now: Date): RowReading {
  const problems: ImportProblem[] = [];
  /** The value of a column, or what stands for it once a problem is noted. */
  function take<T>(field: ImportColumn, absent: T, read: (value: unknown) => Value<T>): T {
    const value = values[field];
    if (value === undefined) return absent;
    const reading = read(value);
    if (reading.ok) return reading.value;
    problems.push({ field, because: reading.because });
    return absent;
  }
  const moment = (value: unknown) => readMoment(value, now);

  const row: ImportRow = {
    email: take('email', { email: '', key: '' }, readEmail),
    name: take('name', '', (value) => readText(value, longest.name)),
    roles: take('roles', [], readRoles),
    status: take('status', 'active', readStatus),
    locale: take('locale', null, readLocale),
    emailIsVerified: take('email_verified', true, readTruth),
    createdAt: take('created_at', null, moment),
    passwordHash: take('password_hash', null, readPasswordHash),
    seeds: take('totp', [], readSeeds),
    backupCodes: take('backup_codes', [], readBackupCodes),
    mfaConfiguredAt: take('mfa_configured_at', null, moment),
  };
  if (values.email === undefined) problems.push({ field: 'email', because: 'missing' });
  // Accounts that are pending and unproved are those of a sign-up that nobody finished; they are forgotten after a week.
  if (row.status === 'pending' && !row.emailIsVerified)
    problems.push({ field: 'status', because: 'pending_unverified' });
  if (row.seeds.length === 0 && !problems.some(({ field }) => field === 'totp')) {
    for (const field of ['backup_codes', 'mfa_configured_at'] as const) {
      if (values[field] !== undefined) problems.push({ field, because: 'without_totp' });
    }
  }
  return problems.length === 0 ? { ok: true, row } : { ok: false, problems };
}

const refused = (because: ProblemCode) => ({ ok: false, because }) as const;

function readEmail(value: unknown): Value<ImportRow['email']> {
  const text = readText(value, longest.email);
  if (!text.ok) return text;
  const parsed = parseEmail(text.value);
  return parsed.ok ? { ok: true, value: { email: parsed.email, key: parsed.key } } : refused('malformed_email');
}

function readRoles(value: unknown): Value<readonly string[]> {
  const list = readList(value, /[\s,;|]+/);
  if (!list.ok) return list;
  if (list.value.length > mostRoles) return refused('too_many');
  const isRole = (role: string) => role.length <= longest.role && /^[^\p{C}\s]+$/u.test(role);
  return list.value.every(isRole) ? list : refused('malformed_role');
}

function readStatus(value: unknown): Value<AccountStatus> {
  return value === 'active' || value === 'pending' || value === 'disabled'
    ? { ok: true, value }
    : refused('unknown_status');
}

/** `nl_BE`, as many databases have it, is nl-BE (BCP 47). */
function readLocale(value: unknown): Value<string> {
  if (typeof value !== 'string' || value.length > longest.locale) return refused('malformed_locale');
  try {
    const [tag] = Intl.getCanonicalLocales(value.trim().replaceAll('_', '-'));
    return tag === undefined ? refused('malformed_locale') : { ok: true, value: tag };
  } catch {
    return refused('malformed_locale');
  }
}

function readPasswordHash(value: unknown): Value<string> {
  const text = readText(value, longest.hash);
  if (!text.ok) return refused('unknown_hash');
  const reading = readHash(text.value);
  return reading.ok ? text : refused(reading.because);
}

/** No blank divides seeds: people write them in groups. */
function readSeeds(value: unknown): Value<ImportRow['seeds']> {
  const list = readList(value, /[|\r\n]+/);
  if (!list.ok) return list;
  if (list.value.length > mostTotpCredentials) return refused('too_many_apps');
  const seeds: { seed: string; issuer: string | null }[] = [];
  for (const text of list.value) {
    const reading = readImportedSeed(text);
    if (!reading.ok) return refused(reading.because);
    if (seeds.some(({ seed }) => seed === reading.seed)) return refused('seed_twice');
    seeds.push({ seed: reading.seed, issuer: reading.issuer });
  }
  return { ok: true, value: seeds };
}

function readBackupCodes(value: unknown): Value<readonly string[]> {
  const list = readList(value, /[\s,;|]+/);
  if (!list.ok) return list;
  if (list.value.length > mostBackupCodes) return refused('too_many');
  const codes: string[] = [];
  for (const text of list.value) {
    const code = readCode(text);
    if (code.kind !== 'backup_code' && code.kind !== 'imported_code') return refused('code_shape');
    codes.push(code.code);
  }
  return { ok: true, value: codes };
}

/** From the environment to Settings. Pure, apart from asking for the present folder when none is given. */
import { resolve } from 'node:path';
import { contradictions } from './contradictions.js';
import { defaultMailFrom } from './mail-address.js';
import type { SecretKey } from './secret-key.js';
import { inMemory } from './server-definitions.js';
import { type ParsedSettings, type SettingVariable, settingEntries } from './setting-definitions.js';
import type { SettingProblem } from './setting-problem.js';
import type { TrustProxy } from './trust-proxy.js';
import { unknownVariables } from './unknown-variables.js';

/** Everything the operator decides. Checked, complete, and the same for the life of the process. */
export interface Settings {
  /** No trailing slash. */
  readonly issuer: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Absent: the embedded database in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** An absolute path, or `memory://`. */
  readonly dataDir: string;
  /** The first seals, all open. Empty: generated in `dataDir`, see secrets/generated-keys. */
  readonly encryptionKeys: readonly SecretKey[];
  /** The first signs. Empty: generated likewise. */
  readonly cookieKeys: readonly string[];
  /** Also true when `mfaPolicy` is `required`. */
  readonly requireMfa: boolean;
  readonly requireAdminMfa: boolean;
  /** Absent when the environment says nothing; `requireMfa` alone decides then. */
  readonly mfaPolicy?: 'optional' | 'encouraged' | 'required' | undefined;
  readonly mfaGracePeriodDays: number;
  /** Which of them somebody wrote: there the database has no say. */
  readonly mfaFixed: { readonly all: boolean; readonly admins: boolean; readonly gracePeriodDays: boolean };
  readonly mfaAllowSelfDisable: boolean;
  readonly mfaIssuer: string;
  /** Steps of 30 seconds each way. */
  readonly mfaTotpWindow: number;
  readonly mfaBackupCodes: number;
  readonly mfaSetupMinutes: number;
  readonly mfaMaxAttempts: number;
  readonly mfaDailyAttempts: number;
  readonly lockoutThreshold: number;
  readonly lockoutDurationMinutes: number;
  readonly signUp: 'closed' | 'approval' | 'open';
  /** Characters. */
  readonly passwordMinLength: number;
  readonly accessTokenTtlSeconds: number;
  readonly refreshTokenTtlSeconds: number;
  readonly codeTtlSeconds: number;
  readonly sessionTtlSeconds: number;
  /** Absent: mails go to the outbox in `dataDir`. See smtpServerOf. */
  readonly smtpUrl?: string | undefined;
  /** One address, perhaps with a name: see mailAddressOf. */
  readonly mailFrom: string;
  readonly trustProxy: TrustProxy;
  readonly auditRetentionDays: number;
  readonly auditWebhookUrl?: string | undefined;
  /** Present whenever there is a URL. */
  readonly auditWebhookSecret?: Buffer | undefined;
  /** See syslogServerOf. */
  readonly auditSyslog?: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly logFormat: 'json' | 'pretty';
  readonly rateLimit: 'on' | 'off';
}

/** What the defaults of a few settings depend on besides the environment. */
export interface Surroundings {
  /** A relative DATA_DIR is meant from here. */
  readonly directory: string;
  /** Whether the log goes to a person's screen. */
  readonly isTerminal: boolean;
}

/** All settings, or all problems at once. */
export type ReadSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Reads every variable, reports every problem. An empty variable counts as absent. */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  { directory, isTerminal }: Surroundings = { directory: process.cwd(), isTerminal: false },
): ReadSettings {
  const problems: SettingProblem[] = [];
  const given = (variable: string): string => env[variable]?.trim() ?? '';
  const readable: Record<string, unknown> = {};
  for (const [name, { variable, default: fallback, example, parse }] of settingEntries) {
    const text = given(variable) || fallback;
    if (text === undefined) continue;
    const result = parse.safeParse(text);
    if (result.success) readable[name] = result.data;
    else problems.push({ variable, problem: firstMessage(result.error), example: `${variable}=${example}` });
  }
  const parsed = readable as Partial<ParsedSettings>;
  problems.push(...contradictions(parsed, (variable) => given(variable) !== ''), ...unknownVariables(env));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: complete(parsed as ParsedSettings, { directory, isTerminal }, given) };
}

/** Fills in the defaults that depend on other settings or on the surroundings. */
function complete(
  parsed: ParsedSettings,
  { directory, isTerminal }: Surroundings,
  given: (variable: SettingVariable) => string,
): Settings {
  return {
    ...parsed,
    dataDir: parsed.dataDir === inMemory ? inMemory : resolve(directory, parsed.dataDir),
    encryptionKeys: parsed.encryptionKeys ?? [],
    cookieKeys: parsed.cookieKeys ?? [],
    requireMfa: parsed.requireMfa || parsed.mfaPolicy === 'required',
    mfaFixed: {
      all: given('REQUIRE_MFA') !== '' || given('MFA_POLICY') !== '',
      admins: given('REQUIRE_ADMIN_MFA') !== '',
      gracePeriodDays: given('MFA_GRACE_PERIOD_DAYS') !== '',
    },
    mfaIssuer: parsed.mfaIssuer ?? new URL(parsed.issuer).hostname,
    mailFrom: parsed.mailFrom ?? defaultMailFrom(parsed.issuer),
    logFormat: parsed.logFormat ?? (isTerminal ? 'pretty' : 'json'),
  };
}

function firstMessage(error: { readonly issues: readonly { readonly message: string }[] }): string {
  return error.issues[0]?.message ?? 'cannot be read';
}

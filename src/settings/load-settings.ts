/** The impure edge of settings: reads the `.env` file beside the real environment, which wins. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { settingEntries } from './setting-definitions.js';
import type { SettingProblem } from './setting-problem.js';
import { readSettings, type Settings } from './settings.js';

/** Which variables somebody wrote, and where. A variable that is not in here has its default. */
export type SettingSources = Readonly<Record<string, 'environment' | '.env file'>>;

/** All settings and where they came from, or all problems at once. */
export type LoadSettings =
  | { readonly ok: true; readonly settings: Settings; readonly sources: SettingSources }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Reads `directory`/.env when there is one. `isTerminal` chooses the log's format when LOG_FORMAT does not. */
export async function loadSettings(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  readonly isTerminal?: boolean | undefined;
}): Promise<LoadSettings> {
  const { env, directory, isTerminal = false } = options;
  const file = await readEnvFile(join(directory, '.env'));
  if (!file.ok) return { ok: false, problems: [file.problem] };
  const written = Object.fromEntries(Object.entries(env).filter(([, text]) => (text ?? '').trim() !== ''));
  const result = readSettings({ ...file.variables, ...written }, { directory, isTerminal });
  if (!result.ok) return result;
  const sources: Record<string, 'environment' | '.env file'> = {};
  for (const [, { variable }] of settingEntries) {
    if (written[variable] !== undefined) sources[variable] = 'environment';
    else if (file.variables[variable]?.trim()) sources[variable] = '.env file';
  }
  return { ok: true, settings: result.settings, sources };
}

type EnvFile =
  | { readonly ok: true; readonly variables: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: SettingProblem };

async function readEnvFile(path: string): Promise<EnvFile> {
  try {
    return { ok: true, variables: parse(await readFile(path, 'utf8')) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { ok: true, variables: {} };
    // A file that is there but not read would leave its settings, REQUIRE_MFA perhaps, silently at their defaults.
    const problem = `is at ${path} but cannot be read (${code})`;
    return { ok: false, problem: { variable: '.env', problem, example: `chmod 600 ${path}` } };
  }
}

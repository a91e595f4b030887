/** The command line as a whole: reads it, finds where the command must run, prints what it says. */
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { DirectoryInUse } from '../database/directory-lock.js';
import { loadSettings, type SettingSources } from '../settings/load-settings.js';
import { inMemory } from '../settings/server-definitions.js';
import { settingProblemsText } from '../settings/setting-problem.js';
import type { Settings } from '../settings/settings.js';
import { CommandRefused } from './command.js';
import { readCommandLine } from './command-line.js';
import { commands } from './command-list.js';
import { type CommandRequest, explain, type Heard, runCommand } from './command-runner.js';
import { refusedBy } from './expected-errors.js';
import { handOver } from './hand-over.js';
import { localMeans } from './local-means.js';
import { type CommandOutcome, refusal } from './outcome.js';
import { type PasswordPlaces, readPassword } from './password-input.js';
import { createProgressBar, type ProgressBar } from './progress-bar.js';
import { writeTo } from './write-to.js';

export interface ProgramParts extends PasswordPlaces {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Takes what a command prints before its end; the rest is the outcome's. */
  readonly stdout: Writable;
  /** Name of the operating system's user. */
  readonly user: string;
  /** Turns this process into the server. */
  serve(): Promise<void>;
}

/** What to print and how to end; undefined when the process has become the server. Never throws. */
export async function runProgram(parts: ProgramParts): Promise<CommandOutcome | undefined> {
  const line = readCommandLine(parts.argv, commands);
  if (line.kind === 'version') return { exitCode: 0, stdout: `${parts.version}\n`, stderr: '' };
  if (line.kind !== 'command') return explain(line);
  const { argv, user } = parts;
  try {
    if (line.command.words === 'serve') {
      await parts.serve();
      return undefined;
    }
    const { settings, sources } = await settingsOf(parts);
    const password = line.command.takesPassword ? await readPassword(line.wish, parts) : undefined;
    const request = { argv, user, password, directory: resolve(parts.directory) };
    const bar = createProgressBar(parts.stderr, { isQuiet: line.json });
    const heard = { progress: bar.show, print: (text: string) => writeTo(parts.stdout, text) };
    const screen = { bar, heard };
    const isShared = settings.databaseUrl === undefined && settings.dataDir !== inMemory;
    if (line.command.place === 'beside-database' && isShared)
      return await runInFolder({ settings, sources }, request, screen);
    return await runLocally({ settings, sources }, request, screen);
  } catch (error) {
    return refusal(refusedBy(error), line.json);
  }
}

interface Screen {
  readonly bar: ProgressBar;
  readonly heard: Heard;
}

type Loaded = { readonly settings: Settings; readonly sources: SettingSources };

async function settingsOf({ env, directory }: ProgramParts): Promise<Loaded> {
  const loaded = await loadSettings({ env, directory });
  if (loaded.ok) return loaded;
  const { problems } = loaded;
  throw new CommandRefused('settings_refused', settingProblemsText(problems), { problems });
}

/** How often, and how many milliseconds apart, a folder is tried that a process has and nobody answers for: 30 s. */
const patience = { rounds: 300, milliseconds: 100 } as const;

/**
 * The folder has one user at a time. When a server has it, the server runs the command; when another command has it, or a
 * server that is starting or stopping, it is waited for.
 */
async function runInFolder(loaded: Loaded, request: CommandRequest, { bar, heard }: Screen): Promise<CommandOutcome> {
  for (let round = 1; ; round += 1) {
    const answered = await handOver(loaded.settings.dataDir, request, heard).finally(bar.clear);
    if (answered !== undefined) return answered;
    const means = localMeans(loaded);
    try {
      const busy = await means.connect().then(
        () => false,
        // What else went wrong is said by the command itself: `doctor` lists it among other things.
        (error: unknown) => error instanceof DirectoryInUse && round < patience.rounds,
      );
      if (!busy) return await runCommand(means, request, heard);
    } finally {
      bar.clear();
      await means.close();
    }
    await wait(patience.milliseconds);
  }
}

async function runLocally(loaded: Loaded, request: CommandRequest, { bar, heard }: Screen): Promise<CommandOutcome> {
  const means = localMeans(loaded);
  try {
    return await runCommand(means, request, heard);
  } finally {
    bar.clear();
    await means.close();
  }
}

/** Runs one command line against an open installation. The command line and the running server share it. */
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { Clock } from '../clock.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { SettingSources } from '../settings/load-settings.js';
import type { Settings } from '../settings/settings.js';
import { type Command, type CommandContext, CommandRefused, type Connected, type Progress } from './command.js';
import { type CommandLine, readCommandLine } from './command-line.js';
import { commands } from './command-list.js';
import { refusedBy } from './expected-errors.js';
import { type CommandOutcome, outcomeOf, refusal, wrongUse } from './outcome.js';
import { usageOf, usageOfAll } from './usage.js';

/** One command as it is handed over. */
export interface CommandRequest {
  readonly argv: readonly string[];
  /** Read from stdin, a file or the terminal by the process that was started. */
  readonly password?: string | undefined;
  /** Name of the operating system's user, for the audit log. */
  readonly user: string;
  /** Where the command was typed: a file it names is read from there, by whoever runs it. Absent: from the root. */
  readonly directory?: string | undefined;
}

/** Who is told what while a command runs. */
export interface Heard {
  readonly progress?: ((progress: Progress) => void) | undefined;
  /** Takes a piece of stdout; resolves when there is room for the next. */
  readonly print?: ((text: string) => Promise<void>) | undefined;
}

export type RunCommand = (request: CommandRequest, heard?: Heard) => Promise<CommandOutcome>;

/** What a running server has open already. */
export interface ServerParts extends Connected {
  readonly settings: Settings;
  readonly sources?: SettingSources;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  /** The server's own, so that a command waits its turn like any sign-in. */
  readonly hasher: PasswordHasher;
  /** The policy at this moment. */
  policy(): MfaPolicy;
  /** Has the server read its signing keys again. */
  signingKeysChanged?(): Promise<void>;
  /** Told of what no command expects. */
  onError?(error: unknown): void;
}

/** What every command of this process has in common; the rest is the request's. */
export type CommandMeans = Omit<CommandContext, 'actor' | 'password' | 'progress' | 'print' | 'directory'>;

/** For the server: commands run on what it has open. */
export function createCommandRunner(parts: ServerParts): RunCommand {
  const means: CommandMeans = {
    settings: parts.settings,
    sources: parts.sources ?? {},
    clock: parts.clock,
    hasher: parts.hasher,
    connect: async () => ({ database: parts.database, kind: parts.kind }),
    keyRing: async () => parts.keyRing,
    policy: async () => parts.policy(),
    signingKeysChanged: async () => parts.signingKeysChanged?.(),
  };
  return (request, heard) => runCommand(means, request, { onError: parts.onError, ...heard });
}

interface RunTold extends Heard {
  /** Of what no command expects. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Never throws: whatever happens is an outcome. */
export async function runCommand(
  means: CommandMeans,
  { argv, password, user, directory = '/' }: CommandRequest,
  told: RunTold = {},
): Promise<CommandOutcome> {
  const line = readCommandLine(argv, commands);
  if (line.kind !== 'command') return explain(line);
  try {
    const context: CommandContext = {
      ...means,
      password,
      directory,
      progress: told.progress ?? (() => {}),
      print: line.json || told.print === undefined ? noPrinting : told.print,
      actor: { type: 'cli', id: user },
    };
    return outcomeOf(await line.command.run(context, line.values), line.json);
  } catch (error) {
    const refused = refusedBy(error);
    if (refused.code === 'failed') told.onError?.(error);
    return refusal(refused, line.json);
  }
}

/** Stdout is one JSON object then. */
async function noPrinting(): Promise<void> {
  throw new CommandRefused('file_needed', 'With --json the output goes into a file: add --file F.');
}

/** What is answered without opening anything: help and wrong use. */
export function explain(line: Exclude<CommandLine, { kind: 'command' }>): CommandOutcome {
  const of = (command: Command | undefined) => (command === undefined ? usageOfAll(commands) : usageOf(command));
  if (line.kind === 'wrong-use') return wrongUse(line.because, of(line.command), line.json);
  return { exitCode: 0, stdout: `${of(line.command)}\n`, stderr: '' };
}

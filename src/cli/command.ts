/** What a command is: its words, its options, and one function that runs it. */

import type { PasswordHasher } from '../accounts/password-hash.js';
import type { AuditActor } from '../audit/audit-event.js';
import type { Clock } from '../clock.js';
import type { Database } from '../database/schema.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { SettingSources } from '../settings/load-settings.js';
import type { Settings } from '../settings/settings.js';
import type { OptionSpec } from './option.js';

/** The database and what it is. */
export interface Connected {
  readonly database: Database;
  readonly kind: 'postgres' | 'embedded';
}

/** What a command works with. What costs something is a function: `config` needs no database, and `doctor` must survive without one. */
export interface CommandContext {
  readonly settings: Settings;
  readonly sources: SettingSources;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  /** Who typed the command. */
  readonly actor: AuditActor;
  /** What the person typed as a password, already read by the process they see; undefined: have one generated. */
  readonly password: string | undefined;
  /** Absolute; where a relative path that was typed begins. */
  readonly directory: string;
  /** The database as it is, perhaps not migrated. Throws what opening it throws. */
  connect(): Promise<Connected>;
  /** Throws KeyFileRefused. */
  keyRing(): Promise<KeyRing>;
  /** The policy in force. The database must be migrated. */
  policy(): Promise<MfaPolicy>;
  /** To be called when signing keys were changed: a server that runs the command takes them at once, others within a minute. */
  signingKeysChanged(): Promise<void>;
  /** Tells whoever waits how far the work is. */
  progress(progress: Progress): void;
  /** Writes to stdout before the end what is too long to be held. Throws CommandRefused with `--json`, and when nobody reads. */
  print(text: string): Promise<void>;
}

/** How far a long command is. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What a command says when it has done its work. */
export interface Answer {
  /** The whole of stdout with `--json`, in one line. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The whole of stdout without. */
  readonly text: string;
  /** For a person beside the text, on stderr: stdout stays what a script can use. */
  readonly note?: string;
  /** True when what was looked at is not well: exit 1 although the command did its work. */
  readonly failed?: boolean;
}

/** An expected "no": exit 1. The code is stable, the message is for people. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';

  constructor(
    readonly code: string,
    message: string,
    /** Further members of the JSON object. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The values of a command's options, by their names. */
export type OptionValues<Specs extends Readonly<Record<string, OptionSpec<unknown>>>> = {
  readonly [Name in keyof Specs]: Specs[Name] extends OptionSpec<infer Value> ? Value : never;
};

interface CommandFacts<Specs> {
  /** One to three words: `migrate`, `user create`. */
  readonly words: string;
  /** Ends the line of the list of commands. */
  readonly summary: string;
  readonly options: Specs;
  /** The option whose value may also be given as a plain word: `user show anna@example.com`. */
  readonly plainWord?: keyof Specs & string;
  /** Where it must run: beside the database (in the server when that holds it), or in the process that was started. */
  readonly place: 'beside-database' | 'here';
  /** Has `--password-stdin` and `--password-file`, and asks on a terminal. */
  readonly takesPassword?: true;
}

/** A command whose options are not known to the one who holds it. */
export interface Command extends CommandFacts<Readonly<Record<string, OptionSpec<unknown>>>> {
  run(context: CommandContext, values: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** Ties the type of the values that `run` gets to the options. */
export function defineCommand<const Specs extends Readonly<Record<string, OptionSpec<unknown>>>>(
  command: CommandFacts<Specs> & { run(context: CommandContext, values: OptionValues<Specs>): Promise<Answer> },
): Command {
  return { ...command, run: (context, values) => command.run(context, values as OptionValues<Specs>) };
}

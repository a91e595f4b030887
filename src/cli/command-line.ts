/** Reads the words of a command line: which command, which options. Pure. What is wrong is said without repeating what was typed. */
import { parseArgs } from 'node:util';
import type { Command } from './command.js';
import type { OptionSpec } from './option.js';

/** How a password is to be had, where the command takes one. */
export interface PasswordWish {
  readonly fromStdin: boolean;
  readonly file: string | undefined;
}

export type CommandLine =
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version'; readonly command: undefined }
  | {
      readonly kind: 'wrong-use';
      readonly because: string;
      readonly command: Command | undefined;
      readonly json: boolean;
    }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly json: boolean;
      readonly values: Readonly<Record<string, unknown>>;
      readonly wish: PasswordWish;
    };

/** Strict: an option that is not known, repeated or without its value is wrong use, never ignored. */
export function readCommandLine(argv: readonly string[], commands: readonly Command[]): CommandLine {
  const { command, rest } = findCommand(argv, commands);
  const { given, plainWords, problem } = tokensOf(rest, command);
  const json = given.has('json');
  if (given.has('help')) return { kind: 'help', command };
  if (given.has('version') && command === undefined) return { kind: 'version', command };
  const wrong = (because: string) => ({ kind: 'wrong-use', because, command, json }) as const;
  if (argv.length === 0) return { kind: 'help', command: undefined };
  if (problem !== undefined) return wrong(problem);
  if (command === undefined) return wrong('There is no such command.');

  const [plainWord, ...more] = plainWords;
  if (plainWord !== undefined) {
    const name = command.plainWord;
    if (name === undefined || more.length > 0 || given.has(name)) {
      return wrong('A word belongs to no option. Put quotes around values with spaces.');
    }
    given.set(name, [plainWord]);
  }
  const wish = { fromStdin: given.has('password-stdin'), file: given.get('password-file')?.[0] };
  if (wish.fromStdin && wish.file !== undefined)
    return wrong('--password-stdin and --password-file exclude each other.');

  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(command.options)) {
    const reading = spec.read(given.get(name) ?? []);
    if (!reading.ok) return wrong(`--${name} ${reading.because}.`);
    values[name] = reading.value;
  }
  return { kind: 'command', command, json, values, wish };
}

/** The command's words may stand after options of all commands: `--json user list`. The longer name wins. */
function findCommand(argv: readonly string[], commands: readonly Command[]) {
  const at = argv.findIndex((word) => !word.startsWith('-'));
  const words = at === -1 ? [] : argv.slice(at, at + 3);
  for (const count of [3, 2, 1]) {
    const command = commands.find((candidate) => candidate.words === words.slice(0, count).join(' '));
    if (command !== undefined) return { command, rest: [...argv.slice(0, at), ...argv.slice(at + count)] };
  }
  return { command: undefined, rest: argv };
}

const optionsOfAll = { json: 'boolean', help: 'boolean', version: 'boolean' } as const;
const optionsOfPassword = { 'password-stdin': 'boolean', 'password-file': 'string' } as const;

interface Tokens {
  readonly given: Map<string, string[]>;
  readonly plainWords: readonly string[];
  readonly problem: string | undefined;
}

function tokensOf(argv: readonly string[], command: Command | undefined): Tokens {
  const specs = command?.options ?? {};
  const types: Record<string, 'boolean' | 'string'> = {
    ...optionsOfAll,
    ...(command?.takesPassword ? optionsOfPassword : {}),
    ...Object.fromEntries(
      namesOf(specs).map(([written, , { takes }]) => [written, takes === null ? 'boolean' : 'string']),
    ),
  };
  const options = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const canonical = new Map(namesOf(specs).map(([written, name]) => [written, name]));
  const given = new Map<string, string[]>();
  const plainWords: string[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') plainWords.push(token.value);
    if (token.kind !== 'option') continue;
    const type = Object.hasOwn(types, token.name) ? types[token.name] : undefined;
    const name = canonical.get(token.name) ?? token.name;
    const earlier = given.get(name) ?? [];
    const isRepeated = earlier.length > 0 && !specs[name]?.isRepeatable && type === 'string';
    if (type === undefined) problems.push(unknownOption(token.name));
    else if (isRepeated) problems.push(`${token.rawName} is given twice.`);
    else if (type === 'boolean' && token.value !== undefined) problems.push(`${token.rawName} takes no value.`);
    else if (type === 'string' && lacksValue(token)) problems.push(`${token.rawName} lacks its value.`);
    given.set(name, [...earlier, token.value ?? '']);
  }
  return { given, plainWords, problem: problems[0] };
}

/** `--email --json` is a forgotten value, not an address that begins with dashes; that one is written `--email=--json`. */
function lacksValue(token: {
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}): boolean {
  return (
    token.value === undefined || (token.inlineValue !== true && token.value.startsWith('-') && token.value !== '-')
  );
}

function unknownOption(name: string): string {
  if (/passw|secret|token/i.test(name)) {
    return 'A secret is never taken from the command line, where other people of this machine can see it. Use --password-stdin or --password-file.';
  }
  // The name is cut short, so that a value glued to it is not repeated.
  return `There is no option --${name.replace(/[^A-Za-z0-9-]/gu, '?').slice(0, 30)} here.`;
}

function namesOf(specs: Readonly<Record<string, OptionSpec<unknown>>>): [string, string, OptionSpec<unknown>][] {
  return Object.entries(specs).flatMap(([name, spec]) => [
    [name, name, spec] as [string, string, OptionSpec<unknown>],
    ...(spec.alias === undefined ? [] : [[spec.alias, name, spec] as [string, string, OptionSpec<unknown>]]),
  ]);
}

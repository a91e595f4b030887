/** What `--help` prints, made of the commands themselves. Pure. */
import type { Command } from './command.js';
import { columns } from './printable.js';

const endings = [
  'Every command takes --json (one JSON object on stdout) and --help.',
  'Exit codes: 0 done, 1 refused, 2 wrong use.',
];

/** All commands. */
export function usageOfAll(commands: readonly Command[]): string {
  const rows = commands.map(({ words, summary }) => [`  ${words}`, summary]);
  return ['Usage: countersign <command> [options]', '', ...columns(rows), '', ...endings].join('\n');
}

/** One command. */
export function usageOf(command: Command): string {
  const rows = optionRows(command).map(({ written, help }) => [`  ${written}`, help]);
  return [
    `Usage: ${usageLine(command)}`,
    '',
    `${command.summary}.`,
    ...(rows.length > 0 ? ['', ...columns(rows)] : []),
  ].join('\n');
}

/** `[…]` around what may be left out, `…` after what may be repeated. */
function usageLine(command: Command): string {
  const options = optionRows(command).map(({ written, isRequired, isRepeatable }) => {
    const shown = isRequired ? written : `[${written}]`;
    return isRepeatable ? `${shown}…` : shown;
  });
  return ['countersign', command.words, ...options].join(' ');
}

interface OptionRow {
  readonly written: string;
  readonly help: string;
  readonly isRequired: boolean;
  readonly isRepeatable: boolean;
}

function optionRows({ options, takesPassword }: Command): OptionRow[] {
  const own = Object.entries(options).map(([name, { takes, help, isRequired, isRepeatable }]) => ({
    ...{ help, isRequired, isRepeatable },
    written: takes === null ? `--${name}` : `--${name} ${takes}`,
  }));
  if (!takesPassword) return own;
  const common = { isRequired: false, isRepeatable: false };
  return [
    ...own,
    { ...common, written: '--password-stdin', help: 'The password is the one line of standard input' },
    { ...common, written: '--password-file F', help: 'The password is the one line of this file' },
  ];
}

/** The documentation against the code: settings, commands, options, events, links and examples are what they say. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { auditEventTypes } from '../../src/audit/audit-event.js';
import { readCommandLine } from '../../src/cli/command-line.js';
import { commands } from '../../src/cli/command-list.js';
import { usageOf } from '../../src/cli/usage.js';
import { settingsTableMarkdown } from '../../src/settings/settings-table.js';
import { anchorsOf, between, codeBlocks, countersignWords, linksOf } from '../support/markdown.js';

const paths = [
  'README.md',
  'CHANGELOG.md',
  'examples/README.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md'));
const documents = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const readme = readFileSync('README.md', 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;

test("the README's table of settings is made of the definitions", () => {
  expect(between(readme, 'settings')).toBe(settingsTableMarkdown());
});

test('the commands in the README are found, in shell blocks and in the text', () => {
  const found = countersignWords(readme).map((argv) => argv.slice(0, 2).join(' '));
  for (const command of ['client create', 'create-admin --email', 'token --user', 'mfa reset', 'user unlock'])
    expect(found).toContain(command);
});

test('the command reference lists every command with its options', () => {
  const entries = commands.map((command) => {
    const [usage = ''] = usageOf(command).split('\n');
    return `${usage.replace('Usage: ', '')}\n    ${command.summary}.`;
  });
  const operating = readFileSync('docs/operating.md', 'utf8');
  expect(between(operating, 'commands')).toBe(`\`\`\`text\n${entries.join('\n')}\n\`\`\``);
});

describe.each(documents)('$path', ({ path, text }) => {
  test('every relative link leads to a file, and every fragment to a heading of it', () => {
    const broken = linksOf(text).filter((link) => {
      const [file = '', fragment] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(target)) return true;
      return fragment !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(fragment);
    });
    expect(broken).toEqual([]);
  });

  test('every countersign command is one that the command line takes', () => {
    const isNameAlone = (argv: readonly string[]) => commands.some(({ words }) => words === argv.join(' '));
    const refused = countersignWords(text)
      .filter((argv) => !isNameAlone(argv))
      .filter((argv) => readCommandLine(argv, commands).kind === 'wrong-use');
    expect(refused).toEqual([]);
  });

  test('every npm script exists', () => {
    const named = [...text.matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own);
    expect(named.filter((name) => name === undefined || !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('every variable that looks like a setting is one', () => {
    const variables = new Set([...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name));
    const known = [...settingsTableMarkdown().matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    const others = ['UV_THREADPOOL_SIZE', 'CLIENT_ID'];
    expect([...variables].filter((name) => !known.includes(name) && !others.includes(name))).toEqual([]);
  });

  test('every example in JavaScript can be parsed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-docs-'));
    try {
      for (const [index, code] of codeBlocks(text, 'js').entries()) {
        const file = join(folder, `example-${index}.mjs`);
        writeFileSync(file, code);
        execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the table of audit events names only types that exist', () => {
  const text = readFileSync('docs/administrators.md', 'utf8');
  const log = text.slice(text.indexOf('## The audit log'));
  const named = [...log.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, type = '']) => type),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((type) => !(auditEventTypes as readonly string[]).includes(type))).toEqual([]);
});

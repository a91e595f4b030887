/** The shape of the source, enforced: who may import whom, who may touch the database, the engine, the clock and the environment. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  cycleViolations,
  importLineViolations,
  outsideViolations,
  packageViolations,
  readSource,
  type SourceFile,
  shapeViolations,
} from './support/import-rules.js';

const files: SourceFile[] = ['src', 'interactions', 'migrations'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .map((path) => readSource(path, readFileSync(path, 'utf8'))),
);

describe('the source', () => {
  test('is found at all', () => expect(files.length).toBeGreaterThan(50));
  test('imports only from the left', () => expect(importLineViolations(files)).toEqual([]));
  test('has no circles', () => expect(cycleViolations(files)).toEqual([]));
  test('keeps SQL in stores, and the protocol engine in src/oidc', () => expect(packageViolations(files)).toEqual([]));
  test('reads the environment and the clock in one place each', () => expect(outsideViolations(files)).toEqual([]));
  test('has small files, named exports and folders that say what they own', () =>
    expect(shapeViolations(files)).toEqual([]));
});

describe('the rules catch', () => {
  const source = (path: string, text: string) => readSource(path, text);

  test.each([
    [
      'an import from the right',
      'src/audit/a.ts',
      "import { b } from '../oidc/b.js';",
      "'oidc' is not to the left of 'audit'",
    ],
    [
      'a type from the right',
      'src/mfa/a.ts',
      "import type { B } from '../http/b.js';",
      "'http' is not to the left of 'mfa'",
    ],
    [
      'a neighbour',
      'interactions/a.ts',
      "import { b } from '../src/api/b.js';",
      "'api' is not to the left of 'interactions'",
    ],
    [
      'a re-export from the right',
      'src/clock.ts',
      "export * from './server.js';",
      "'server' is not to the left of 'clock'",
    ],
    [
      'a late import from the right',
      'src/login/a.ts',
      "await import('../cli/b.js');",
      "'cli' is not to the left of 'login'",
    ],
    [
      'a migration that needs us',
      'migrations/2.ts',
      "import { b } from '../src/database/b.js';",
      "'database' is not to the left",
    ],
    ['a folder without a place', 'src/services/a.ts', '', "'services' has no place on the import line"],
  ])('%s', (_name, path, text, sentence) => {
    expect(importLineViolations([source(path, text)])).toEqual([expect.stringContaining(sentence)]);
  });

  test.each([
    ['SQL outside a store', 'src/accounts/account.ts', "import { sql } from 'kysely';"],
    ['a type of the query builder outside a store', 'src/mfa/totp.ts', "import type { Kysely } from 'kysely';"],
    ['the engine in the API', 'src/api/me.ts', "import { Provider } from 'oidc-provider';"],
    ['a second pool', 'src/oidc/model-store.ts', "import pg from 'pg';"],
  ])('%s', (_name, path, text) => {
    expect(packageViolations([source(path, text)])).toEqual([expect.stringContaining(path)]);
  });

  test.each([
    ['the clock read in passing', 'src/login/a.ts', 'const at = new Date();'],
    ['the clock read as a number', 'src/login/a.ts', 'const at = Date.now();'],
    ['the environment read in passing', 'src/http/a.ts', 'const { PORT } = process.env;'],
  ])('%s', (_name, path, text) => {
    expect(outsideViolations([source(path, text)])).toEqual([expect.stringContaining(path)]);
  });

  test.each([
    ['a file that is too long', 'src/mfa/a.ts', '\n'.repeat(251)],
    ['a default export', 'src/mfa/a.ts', 'export default 1;'],
    ['a default function', 'src/mfa/a.ts', 'export default function f() {}'],
    ['a folder that says nothing', 'src/mfa/utils/a.ts', ''],
  ])('%s', (_name, path, text) => {
    expect(shapeViolations([source(path, text)])).toEqual([expect.stringContaining(path)]);
  });

  test('a circle of three files, once', () => {
    const circle = [
      source('src/mfa/a.ts', "import { b } from './b.js';"),
      source('src/mfa/b.ts', "import type { C } from './c.js';"),
      source('src/mfa/c.ts', "import { a } from './a.js';"),
      source('src/mfa/d.ts', "import { a } from './a.js';"),
    ];
    expect(cycleViolations(circle)).toEqual([
      expect.stringContaining('src/mfa/a.ts → src/mfa/b.ts → src/mfa/c.ts → src/mfa/a.ts'),
    ]);
  });

  test('nothing in an import to the left, a parsed date, or a store', () => {
    const innocent = source(
      'src/login/login-store.ts',
      "import { sql } from 'kysely';\nimport { x } from '../audit/x.js';\nexport const at = new Date('2026-01-01');\n",
    );
    for (const rule of [importLineViolations, packageViolations, outsideViolations, shapeViolations, cycleViolations]) {
      expect(rule([innocent])).toEqual([]);
    }
  });
});

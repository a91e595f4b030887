/** Reports and simulations from the command line. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillSmall } from '../census/census-fixture.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-reports-'));
  beforeAll(async () => {
    bench = await openCommandBench(kind);
    await fillSmall(bench.database);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await bench.close();
  });

  test('report adoption counts every account', async () => {
    const { now, days } = await bench.json(['report', 'adoption', '--days', '7']);
    expect(now).toMatchObject({ enrolled: 2, pending: 1, disabled: 1 });
    expect(days).toEqual([]);
    expect((await bench.run(['report', 'adoption'])).stdout).toMatch(
      /^of +enrolled[\s\S]+role staff[\s\S]+group Sales/,
    );
  });

  test('report compliance writes a file that is its owner’s alone, and no other over it', async () => {
    const file = join(folder, 'report.csv');
    const argv = ['report', 'compliance', '--state', 'enrolled', '--file', file];
    expect(await bench.json(argv)).toEqual({ accounts: 2, file });
    const text = readFileSync(file, 'utf8');
    expect(text.split('\r\n')).toHaveLength(4);
    expect(text).toContain('"Ada ""Countess"" Lovelace"');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await bench.run(argv)).exitCode).toBe(1);
  });

  test('policy simulate says who would be asked, and that nobody would be left', async () => {
    const simulated = await bench.json(['policy', 'simulate', '--all', 'required', '--grace-days', '0']);
    expect(simulated).toMatchObject({
      before: { enrolled: 2 },
      after: { enrolled: 2, exempt: 0 },
      leaves_no_administrator: false,
      affected: expect.arrayContaining([
        expect.objectContaining({
          email: 'eve@example.org',
          from: 'exempt',
          to: 'overdue',
          because: 'required_for_all',
        }),
      ]),
    });
    const { stdout, exitCode } = await bench.run(['policy', 'simulate', '--group', 'sales=optional']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/fay@example.org +overdue|fay@example.org +in_grace/);
  });

  test.each([
    [['--all', 'sometimes'], 2],
    [['--group', 'nobody=required'], 1],
    [[], 1],
  ])('policy simulate %j is refused', async (options, exitCode) => {
    expect((await bench.run(['policy', 'simulate', ...options])).exitCode).toBe(exitCode);
  });
});

/** What `doctor` says, in a form that tests can compare. */
import { expect } from '@jest/globals';
import { type CommandBench, openCommandBench } from './command-bench.js';

type Checks = { name: string; status: string; message: string }[];

/** Opens a bench on PostgreSQL for one test. */
export async function withBench<Result>(
  options: Parameters<typeof openCommandBench>[1],
  use: (bench: CommandBench) => Promise<Result>,
): Promise<Result> {
  const bench = await openCommandBench('postgres', options);
  try {
    return await use(bench);
  } finally {
    await bench.close();
  }
}

/** The exit code, and each check's status by its name. */
export async function doctor(bench: CommandBench) {
  const { exitCode, stdout } = await bench.run(['doctor', '--json']);
  const { ok, data } = JSON.parse(stdout) as { ok: boolean; data: Checks };
  const statuses = Object.fromEntries(data.map(({ name, status }) => [name, status]));
  const messages = Object.fromEntries(data.map(({ name, message }) => [name, message]));
  expect(ok).toBe(exitCode === 0);
  return { exitCode, statuses, messages };
}

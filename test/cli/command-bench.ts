/** Runs commands as the server does, on a fresh database; and keeps what they said. */
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import { type CommandRequest, createCommandRunner } from '../../src/cli/command-runner.js';
import type { CommandOutcome } from '../../src/cli/outcome.js';
import { systemClock } from '../../src/clock.js';
import type { Database } from '../../src/database/schema.js';
import { loadPolicy } from '../../src/mfa/policy-store.js';
import { readSettings } from '../../src/settings/settings.js';
import { testKeyRing } from '../support/key-ring.js';
import { type DatabaseKind, openTestDatabase } from '../support/test-database.js';

export interface CommandBench {
  readonly database: Database;
  run(argv: readonly string[], password?: string): Promise<CommandOutcome>;
  /** Runs with `--json` and expects it to be done. */
  json(argv: readonly string[], password?: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

type Change = Partial<Parameters<typeof createCommandRunner>[0]>;

/** `env` are settings; `change` replaces parts of what the runner has open. */
export async function openCommandBench(
  kind: DatabaseKind,
  { env = {}, change = {} }: { env?: Record<string, string>; change?: Change } = {},
): Promise<CommandBench> {
  const read = readSettings({ DATA_DIR: 'memory://', ...env });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { settings } = read;
  const { database, close } = await openTestDatabase(kind);
  const policy = await loadPolicy(database, settings);
  const runCommand = createCommandRunner({
    ...{ settings, database, kind, policy: () => policy },
    ...{ keyRing: testKeyRing(), clock: systemClock, hasher: createPasswordHasher() },
    onError: (error) => {
      throw error;
    },
    ...change,
  });
  const run = (argv: readonly string[], password?: string) => {
    const request: CommandRequest = { argv, user: 'tester', password };
    return runCommand(request);
  };
  return {
    database,
    run,
    async json(argv, password) {
      const { exitCode, stdout, stderr } = await run([...argv, '--json'], password);
      if (exitCode !== 0) throw new Error(`${argv.join(' ')}: exit ${exitCode}: ${stderr}`);
      return JSON.parse(stdout);
    },
    close,
  };
}

/** A password that the policy accepts for anybody. */
export const goodPassword = 'correct horse battery staple';

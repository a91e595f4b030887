/** Measures what the closing figures of a release are made of: CPU per sign-in, start times, memory. Prints one table. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareClient } from './bare-provider.js';
import { type MeasuredProcess, startMeasured } from './measured-process.js';
import { prepareInstallation } from './prepared-installation.js';
import { startThrowawayPostgres } from './throwaway-postgres.js';
import { signIn } from './timed-sign-in.js';

const warmUps = 50;
const measured = Number(process.env.BENCH_SIGN_INS ?? 200);
const forMemory = Number(process.env.BENCH_MEMORY_SIGN_INS ?? 1000);

const rows: [string, string][] = [];
const report = (what: string, figure: string) => {
  rows.push([what, figure]);
  process.stderr.write(`${what}: ${figure}\n`);
};
const milliseconds = (value: number) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

/** CPU milliseconds of the server process per sign-in. */
async function cpuPerSignIn(server: MeasuredProcess, once: (round: number) => Promise<void>): Promise<number> {
  for (let round = 0; round < warmUps; round += 1) await once(round);
  const before = await server.ask('usage');
  for (let round = 0; round < measured; round += 1) await once(warmUps + round);
  const after = await server.ask('usage');
  return (after.cpuMilliseconds - before.cpuMilliseconds) / measured;
}

const postgres = await startThrowawayPostgres();
const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
try {
  const bareEnv = { PORT: '4711' };
  const bare = await startMeasured('bare', bareEnv);
  const bareCost = await cpuPerSignIn(bare, () =>
    signIn('http://127.0.0.1:4711', bareClient, { code: () => '000000', email: 'anna' }),
  );
  report('bare oidc-provider in memory, CPU per sign-in', milliseconds(bareCost));
  await bare.stop();

  const env = postgres.environment(4712);
  const accounts = await prepareInstallation(env, warmUps + measured + forMemory);
  const server = await startMeasured('countersign', env);
  report('start on PostgreSQL, migrated, without loading the code', milliseconds(server.startMilliseconds));
  report('start on PostgreSQL, migrated, whole process', milliseconds(server.wholeStartMilliseconds));
  const { cpuMilliseconds: hash } = await server.ask('hash');
  const cost = await cpuPerSignIn(server, (round) =>
    signIn('http://127.0.0.1:4712', accounts.client, accounts.person(round)),
  );
  report('Countersign on PostgreSQL, CPU per sign-in with the password hash', milliseconds(cost));
  report('one password verification, CPU', milliseconds(hash));
  report('Countersign on PostgreSQL, CPU per sign-in without the password hash', milliseconds(cost - hash));
  for (let round = 0; round < forMemory - measured - warmUps; round += 1) {
    await signIn('http://127.0.0.1:4712', accounts.client, accounts.person(warmUps + measured + round));
  }
  const { rssBytes } = await server.ask('usage');
  report(`memory after ${forMemory} sign-ins (RSS)`, `${Math.round(rssBytes / 1_048_576)} MiB`);
  await server.stop();

  const embedded = { ISSUER: 'http://127.0.0.1:4713', PORT: '4713', DATA_DIR: join(folder, 'data') };
  for (const which of ['first', 'second', 'third']) {
    const one = await startMeasured('countersign', embedded);
    report(`${which} start on the embedded database, whole process`, milliseconds(one.wholeStartMilliseconds));
    await one.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
}
const width = Math.max(...rows.map(([what]) => what.length));
process.stdout.write(`${rows.map(([what, figure]) => `${what.padEnd(width)}  ${figure}`).join('\n')}\n`);

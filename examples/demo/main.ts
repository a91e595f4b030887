/** `npm run demo`: Countersign, a relying party and accounts to try. With `--walk` it tries them itself. */
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import pretty from 'pino-pretty';
import { systemClock } from '../../src/clock.js';
import { DirectoryInUse } from '../../src/database/directory-lock.js';
import { portsForPeople, portsForPrograms } from './demo-ports.js';
import { startDemo } from './start-demo.js';
import { summaryOf } from './summary.js';
import { movableClock } from './walk/movable-clock.js';
import { walk } from './walk/walk.js';

const usage = `npm run demo             start the demo; nothing is kept
npm run demo -- --keep   the same, kept in ./data/demo for the next time
npm run demo -- --walk   play the whole sign-in without a browser; exits 0 only if every step held`;

/** Quiet: only what should worry somebody. On standard error, so that standard output is the demo's own. */
const logger = pino({ level: 'warn' }, pretty({ destination: 2, sync: true, ignore: 'pid,hostname' }));
const print = (text: string) => process.stdout.write(`${text}\n`);
const remark = (text: string) => process.stderr.write(`${text}\n`);

async function runDemo(isKept: boolean): Promise<void> {
  const ports = await portsForPeople();
  for (const note of ports.notes) remark(note);
  if (process.stderr.isTTY) remark('Starting; the embedded database takes a few seconds …');
  // In memory by default: every demo starts clean, fast, and beside any other.
  const dataDir = isKept ? './data/demo' : 'memory://';
  const demo = await startDemo({ ports, dataDir, clock: systemClock, logger });
  print(summaryOf(demo, isKept));
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await demo.stop();
}

async function runWalk(): Promise<boolean> {
  const clock = movableClock();
  const begun = systemClock.now().getTime();
  const demo = await startDemo({ ports: await portsForPrograms(), dataDir: 'memory://', clock, logger });
  print(`Countersign is at ${demo.issuer}, a relying party at ${demo.relyingParty}.`);
  const result = await walk({ relyingParty: demo.relyingParty, issuer: demo.issuer, clock, write: print });
  await demo.stop();
  const seconds = ((systemClock.now().getTime() - begun) / 1000).toFixed(1);
  print(
    result.ok ? `\nAll ${result.stepsHeld} steps held, in ${seconds} s.` : `\nThis step did not hold: ${result.step}`,
  );
  return result.ok;
}

/** 0 done, 1 failed, 2 wrong use. */
async function main(argv: readonly string[]): Promise<number> {
  let options: { walk?: boolean; keep?: boolean; help?: boolean };
  try {
    const flag = { type: 'boolean' } as const;
    options = parseArgs({ args: [...argv], options: { walk: flag, keep: flag, help: flag } }).values;
  } catch (error) {
    remark(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help === true) {
    print(usage);
    return 0;
  }
  if (options.walk === true) return (await runWalk()) ? 0 : 1;
  await runDemo(options.keep === true);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    remark(`The demo did not start: ${reasonOf(error)}`);
    process.exit(1);
  },
);

function reasonOf(error: unknown): string {
  if (error instanceof DirectoryInUse) {
    return `another demo with --keep is running (process ${error.pid}). Stop it, or start this one without --keep.`;
  }
  return error instanceof Error ? error.message : String(error);
}

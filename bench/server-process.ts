/** A server in a process of its own, so that what is measured is the server and not the one who asks it. */
import { pino } from 'pino';
import { createPasswordHasher } from '../src/accounts/password-hash.js';
import { systemClock } from '../src/clock.js';
import { loadSettings } from '../src/settings/load-settings.js';
import { start } from '../src/start.js';
import { startBareProvider } from './bare-provider.js';
import type { Answer, Question } from './measured-process.js';

const kind = process.argv[2];
const begunAt = performance.now();
let startMilliseconds = 0;

if (kind === 'bare') await startBareProvider(Number(process.env.PORT));
else {
  const loaded = await loadSettings({ env: process.env, directory: process.cwd() });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const server = await start({ settings: loaded.settings, clock: systemClock, logger: pino({ level: 'warn' }) });
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
}
startMilliseconds = performance.now() - begunAt;

const send = (answer: Answer) => process.send?.(answer);

process.on('message', (question: Question) => {
  if (question === 'usage') {
    const { user, system } = process.cpuUsage();
    send({ cpuMilliseconds: (user + system) / 1000, rssBytes: process.memoryUsage.rss() });
  } else void hashCost().then((cpuMilliseconds) => send({ cpuMilliseconds, rssBytes: process.memoryUsage.rss() }));
});
send({ startMilliseconds });

/** CPU milliseconds of one password verification, over thirty of them. */
async function hashCost(): Promise<number> {
  const hasher = createPasswordHasher();
  const passwordHash = await hasher.hash('correct horse battery staple');
  const before = process.cpuUsage();
  for (let round = 0; round < 30; round += 1) await hasher.verify(passwordHash, 'correct horse battery staple');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / 30;
}

/** The process: settings, start, listen, and a clean end on SIGTERM. */
import { pino } from 'pino';
import { systemClock } from './clock.js';
import { describeFault } from './http/describe-fault.js';
import { loadSettings } from './settings/load-settings.js';
import { settingProblemsText } from './settings/setting-problem.js';
import { isRefusal, type RunningServer, start } from './start.js';

const loaded = await loadSettings({
  env: process.env,
  directory: process.cwd(),
  isTerminal: process.stdout.isTTY === true,
});
if (!loaded.ok) {
  process.stderr.write(`${settingProblemsText(loaded.problems)}\n`);
  process.exit(1);
}
const { settings, sources } = loaded;
const logger = pino({
  level: settings.logLevel,
  serializers: { err: describeFault },
  // A second line of defence: none of these is handed to the log on purpose.
  redact: { paths: ['*.password', '*.code', '*.secret', '*.cookie', '*.authorization'], censor: '…' },
  ...(settings.logFormat === 'pretty'
    ? { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }
    : {}),
});

// Listening for signals comes first: one that arrives during the start must still close the embedded database.
let running: RunningServer | undefined;
let signalled: NodeJS.Signals | undefined;
const stopOnSignal = (server: RunningServer) => {
  logger.info({ signal: signalled }, 'stopping');
  server.drain().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.error({ err: error }, 'stopping failed');
      process.exit(1);
    },
  );
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (signalled !== undefined) return;
    signalled = signal;
    if (running !== undefined) stopOnSignal(running);
  });
}

try {
  const server = await start({ settings, sources, clock: systemClock, logger });
  running = server;
  if (signalled !== undefined) stopOnSignal(server);
  else
    logger.info(
      { issuer: settings.issuer, host: settings.host, port: server.port, database: server.open.kind },
      'ready',
    );
} catch (error) {
  // A refusal is for the operator to read; only what nobody expected comes with its stack.
  const message = error instanceof Error ? error.message : String(error);
  if (isRefusal(error)) logger.fatal({ refusal: error.name }, message);
  else logger.fatal({ err: error }, message);
  process.stderr.write(`Countersign did not start: ${message}\n`);
  process.exit(1);
}

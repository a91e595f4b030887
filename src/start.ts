/** Starts a whole server: database, migrations, keys, policy, HTTP, sweeps. What it refuses, it refuses in plain words. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createPasswordHasher, type PasswordHasher } from './accounts/password-hash.js';
import { workOffBulkJobs } from './administration/bulk-work.js';
import { chosenDestinations } from './audit/chosen-destinations.js';
import { markEventsWith } from './audit/event-mark.js';
import { createSealer } from './audit/sealer.js';
import { createShipper } from './audit/shipper.js';
import { startAuditing } from './auditing.js';
import { untilBacklogIsEmpty } from './backlog.js';
import { createCommandRunner } from './cli/command-runner.js';
import { startControlSocket } from './cli/control-socket.js';
import { checkKeys } from './cli/installation-store.js';
import type { Clock } from './clock.js';
import { type OpenDatabase, openDatabase } from './database/connect.js';
import { DirectoryInUse } from './database/directory-lock.js';
import { migrateToLatest, SchemaTooNew } from './database/migrate.js';
import { startKeyWatch } from './key-watch.js';
import { chosenTransport } from './mail/chosen-transport.js';
import { createPostRoom } from './mail/post-room.js';
import type { MailTransport } from './mail/transport.js';
import { startMailing } from './mailing.js';
import { loadPolicy } from './mfa/policy-store.js';
import { createLiveSigningKeys } from './oidc/live-signing-keys.js';
import { loadSigningKeys, reloadSigningKeys } from './oidc/signing-key-store.js';
import { keysOrGenerated } from './secrets/generated-keys.js';
import { KeyFileRefused } from './secrets/key-file.js';
import { createKeyRing, SealBroken } from './secrets/key-ring.js';
import { createApplication } from './server.js';
import type { SettingSources } from './settings/load-settings.js';
import { inMemory } from './settings/server-definitions.js';
import type { Settings } from './settings/settings.js';
import { startSweeping } from './sweeping.js';

/** The start was refused for a reason that the operator can act on. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Whether an error is a refusal whose sentence says all there is to know. */
export function isRefusal(error: unknown): error is Error {
  return [StartRefused, DirectoryInUse, SchemaTooNew, KeyFileRefused, SealBroken].some((kind) => error instanceof kind);
}

export interface StartOptions {
  readonly settings: Settings;
  readonly sources?: SettingSources;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What bounds the hashing of passwords; made when absent. */
  readonly hasher?: PasswordHasher | undefined;
  /** Called after every statement; for counting. */
  readonly onStatement?: ((sql: string) => void) | undefined;
  /** Carries mails away; what the settings say when absent. */
  readonly mailTransport?: MailTransport | undefined;
  /** Seconds between two rounds of the post room; null for rounds only by hand. When absent, what suits the database. */
  readonly mailIntervalSeconds?: number | null | undefined;
  /** Seconds between two looks at the keys; null for looks only by hand. A minute when absent. */
  readonly keyWatchSeconds?: number | null | undefined;
  /** Seconds between two rounds that seal the audit log; null for rounds only by hand. A few when absent. */
  readonly auditIntervalSeconds?: number | null | undefined;
}

export interface RunningServer {
  /** Where it listens; the port that was taken when the setting was 0. */
  readonly port: number;
  readonly open: OpenDatabase;
  /** One whole round of the post room: what happened becomes mail, what is due is sent. */
  deliverMail(): Promise<void>;
  /** One round of sealing the audit log. */
  keepAudit(): Promise<void>;
  /** One look at the keys: this server says which it has, and takes the signing keys as they are now. */
  lookAtKeys(): Promise<void>;
  /** Stops taking requests, lets those under way end (at most `drainMilliseconds`), and closes everything. */
  stop(): Promise<void>;
  /**
   * The same without breaking a single answer: clients that keep a connection are let go when they next use it, or when it has
   * been idle as long as any may be. Takes some seconds more than `stop`, and together at most `drainMilliseconds`.
   */
  drain(): Promise<void>;
}

/** Longest time that requests under way may take once the process was told to stop. */
const drainMilliseconds = 8_000;

/** A round costs the embedded database time in which it answers nothing else. */
const auditIntervalSeconds = 3;
const mailIntervalSeconds = { postgres: 2, embedded: 5 } as const;

/** @throws StartRefused, DirectoryInUse, SchemaTooNew, KeyFileRefused, SealBroken: each with a sentence for the operator. */
export async function start(options: StartOptions): Promise<RunningServer> {
  const { settings, clock, logger } = options;
  const open = await openDatabase({
    databaseUrl: settings.databaseUrl,
    dataDir: settings.dataDir,
    onStatement: options.onStatement,
    log: logger,
  });
  try {
    return await startOn(open, options);
  } catch (error) {
    await open.close();
    throw error;
  }

  async function startOn(database: OpenDatabase, { sources }: StartOptions): Promise<RunningServer> {
    await migrateToLatest(database.database);
    const keys = await keysOrGenerated(settings);
    const keyRing = createKeyRing(keys.encryptionKeys);
    markEventsWith(keyRing);
    const check = await checkKeys(database.database, keyRing);
    if (!check.ok) throw new StartRefused(check.because);
    const policy = await loadPolicy(database.database, settings);
    const jwks = await loadSigningKeys(database.database, keyRing);
    const signingKeys = createLiveSigningKeys(jwks, (present) =>
      reloadSigningKeys(database.database, keyRing, present),
    );
    const hasher = options.hasher ?? createPasswordHasher();
    let draining = false;
    const isDraining = () => draining;
    const { cookieKeys } = keys;
    const app = createApplication({
      settings,
      open,
      keyRing,
      cookieKeys,
      signingKeys,
      policy,
      clock,
      logger,
      hasher,
      isDraining,
    });
    if (settings.rateLimit === 'off')
      logger.warn('RATE_LIMIT is off: request rates are not limited. Not for production.');

    const answer = app.callback();
    const http = createHttpServer((request, response) => {
      // The last answer on its connection, so that nobody sends the next request into one that is about to close.
      if (draining) response.setHeader('Connection', 'close');
      void answer(request, response);
    });
    // Whoever sends so slowly wants the connection, not the answer.
    http.headersTimeout = 10_000;
    http.requestTimeout = 30_000;
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(settings.port, settings.host, resolve);
    });
    const usesFolder = settings.databaseUrl === undefined && settings.dataDir !== inMemory;
    const control = usesFolder
      ? await startControlSocket({
          dataDir: settings.dataDir,
          runCommand: createCommandRunner({
            settings,
            ...(sources === undefined ? {} : { sources }),
            database: database.database,
            kind: database.kind,
            keyRing,
            clock,
            hasher,
            policy: () => policy,
            signingKeysChanged: () => signingKeys.reload(),
            onError: (error) => logger.error({ err: error }, 'command failed'),
          }),
        })
      : undefined;
    const keyWatch = await startKeyWatch({
      ...{ database: database.database, keyRing, signingKeys, logger },
      intervalSeconds: options.keyWatchSeconds,
    });
    const sweeping = startSweeping({ database: database.database, keyRing, policy, clock, settings, logger });
    const auditing = startAuditing({
      sealer: createSealer({ database: database.database, keyRing }),
      shippers: chosenDestinations(settings, clock).map((destination) =>
        createShipper({ database: database.database, destination, logger }),
      ),
      ...{ clock, logger },
      intervalSeconds: options.auditIntervalSeconds === undefined ? auditIntervalSeconds : options.auditIntervalSeconds,
    });

    const postRoom = createPostRoom({
      database: database.database,
      settings,
      keyRing,
      policy,
      clock,
      logger,
      transport: options.mailTransport ?? chosenTransport(settings, logger),
    });
    const { mailIntervalSeconds: intervalSeconds = mailIntervalSeconds[database.kind] } = options;
    const search = { policy, dailyAttempts: settings.mfaDailyAttempts };
    const mailing = startMailing({
      ...{ postRoom, clock, logger, intervalSeconds },
      workFirst: (isStopped) => workOffBulkJobs(database.database, search, isStopped),
    });

    const stopWithin = async (milliseconds: number) => {
      draining = true;
      sweeping.stop();
      const controlClosed = control?.close();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeIdleConnections();
      const cut = setTimeout(() => http.closeAllConnections(), milliseconds);
      await Promise.all([closed, controlClosed, mailing.stop(), auditing.stop()]);
      clearTimeout(cut);
      await keyWatch.stop();
      await database.close();
    };

    return {
      port: (http.address() as AddressInfo).port,
      open: database,
      deliverMail: () => mailing.deliver(),
      keepAudit: () => auditing.keep(),
      lookAtKeys: () => keyWatch.look(),
      stop: () => stopWithin(drainMilliseconds),
      async drain() {
        draining = true;
        // From here on the answers under way come first; mails wait for the next start.
        void mailing.stop();
        const ended = once(http, 'close');
        await untilBacklogIsEmpty(http);
        // Not http.close(): that cuts idle connections at once, also those on which a request is just arriving.
        NetServer.prototype.close.call(http);
        const patience = http.keepAliveTimeout + 500;
        await Promise.race([ended, wait(patience, undefined, { ref: false })]);
        await stopWithin(drainMilliseconds - patience);
      },
    };
  }
}

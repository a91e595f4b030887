/** Starts Countersign and a relying party in this process, with accounts to try. Used by `npm run demo` and by tests. */
import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import type { Clock } from '../../src/clock.js';
import { totpUri } from '../../src/mfa/totp-uri.js';
import { keysOrGenerated } from '../../src/secrets/generated-keys.js';
import { createKeyRing } from '../../src/secrets/key-ring.js';
import { start } from '../../src/start.js';
import { createSpaApp } from '../spa/spa-app.js';
import { type AuthenticatorEntry, createAuthenticator } from './authenticator.js';
import { ben, prepareDemoAccounts } from './demo-accounts.js';
import { prepareDemoClients } from './demo-clients.js';
import type { DemoPorts } from './demo-ports.js';
import { demoSettings } from './demo-settings.js';
import { createMailbox } from './mailbox.js';
import { createRelyingParty } from './relying-party/app.js';

export interface DemoOptions {
  readonly ports: Pick<DemoPorts, 'server' | 'relyingParty'>;
  /** A folder, or `memory://`. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Demo {
  readonly issuer: string;
  /** Where a person begins. */
  readonly relyingParty: string;
  /** Of Ben's app; undefined when an earlier demo was kept in which he removed it. */
  readonly benKey: { readonly seed: string; readonly uri: string } | undefined;
  readonly benBackupCodes: readonly string[];
  stop(): Promise<void>;
}

/** Throws what `start` throws, and EADDRINUSE when a port was taken a moment ago. */
export async function startDemo({ ports, dataDir, clock, logger }: DemoOptions): Promise<Demo> {
  const plain = demoSettings({ port: ports.server, dataDir });
  // Taken from DATA_DIR, or made, before the server would do it: the demo seals and opens keys of its own accounts.
  const settings = { ...plain, ...(await keysOrGenerated(plain)) };
  const keyRing = createKeyRing(settings.encryptionKeys);
  const mailbox = createMailbox();
  const server = await start({ settings, clock, logger, mailTransport: mailbox.transport });
  try {
    const { database } = server.open;
    const { issuer } = settings;
    const origin = `http://localhost:${ports.relyingParty}`;
    const { benBackupCodes } = await prepareDemoAccounts({ database, keyRing, settings, now: clock.now() });
    const clients = await prepareDemoClients(database, origin);
    const readAuthenticator = createAuthenticator({ database, keyRing, clock });
    const spa = createSpaApp({ issuer, clientId: clients.spa.clientId });
    const app = await createRelyingParty({
      origin,
      issuer,
      ...clients.web,
      readAuthenticator,
      readMail: mailbox.read,
      benBackupCodes,
      spa,
    });
    const http = await listen(createServer(app.callback()), ports.relyingParty);
    const { entries } = await readAuthenticator();
    const benEntry = entries.find(({ email, isPending }) => email === ben.email && !isPending);
    return {
      issuer,
      relyingParty: origin,
      benKey: keyOf(benEntry),
      benBackupCodes,
      async stop() {
        await close(http);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }

  function keyOf(entry: AuthenticatorEntry | undefined): Demo['benKey'] {
    if (entry === undefined) return undefined;
    return { seed: entry.seed, uri: totpUri({ issuer: settings.mfaIssuer, label: entry.email, seed: entry.seed }) };
  }
}

async function listen(http: Server, port: number): Promise<Server> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  return http;
}

async function close(http: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeAllConnections();
  await closed;
}

/** Every minute: says which encryption keys this server has, and looks whether the signing keys have changed. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { announceNode, forgetNode } from './database/node-store.js';
import type { Database } from './database/schema.js';
import type { LiveSigningKeys } from './oidc/live-signing-keys.js';
import type { KeyRing } from './secrets/key-ring.js';

export interface KeyWatchOptions {
  readonly database: Database;
  readonly keyRing: Pick<KeyRing, 'keyIds'>;
  readonly signingKeys: Pick<LiveSigningKeys, 'reload'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Seconds between two looks; null for looks only by hand. */
  readonly intervalSeconds?: number | null | undefined;
}

/** Short against the time for which a new signing key is published before it signs. */
const defaultIntervalSeconds = 60;

export interface KeyWatch {
  /** One look at once. Throws what the database throws. */
  look(): Promise<void>;
  /** Takes this server from the list of those that run. Never throws: a database that is away lets the entry grow old. */
  stop(): Promise<void>;
}

/** Announces the server before it returns. Later failures are logged and tried again in a minute. */
export async function startKeyWatch({
  intervalSeconds = defaultIntervalSeconds,
  ...options
}: KeyWatchOptions): Promise<KeyWatch> {
  const { database, keyRing, signingKeys, logger } = options;
  const node = { id: randomUUID(), encryptionKeyIds: keyRing.keyIds };
  await announceNode(database, node);
  const look = async () => {
    await announceNode(database, node);
    await signingKeys.reload();
  };
  let looking: Promise<void> = Promise.resolve();
  const lookOrLog = () => {
    looking = look().catch((error: unknown) => logger.warn({ err: error }, 'the keys could not be looked at'));
  };
  const timer = intervalSeconds === null ? undefined : setInterval(lookOrLog, intervalSeconds * 1000);
  timer?.unref();
  return {
    look,
    async stop() {
      clearInterval(timer);
      // A look under way would enter the server again.
      await looking;
      await forgetNode(database, node.id).catch(() => undefined);
    },
  };
}

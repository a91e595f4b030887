/** What a command works with when it runs in the process that was started: everything opened when it is asked for. */
import { createPasswordHasher } from '../accounts/password-hash.js';
import { systemClock } from '../clock.js';
import { openDatabase } from '../database/connect.js';
import { keysOrGenerated } from '../secrets/generated-keys.js';
import { createKeyRing } from '../secrets/key-ring.js';
import type { SettingSources } from '../settings/load-settings.js';
import type { Settings } from '../settings/settings.js';
import type { Connected } from './command.js';
import type { CommandMeans } from './command-runner.js';
import { refuseMemory } from './installation.js';
import { previewPolicy } from './policy-preview-store.js';

export interface LocalMeans extends CommandMeans {
  /** Closes the database if it was opened. */
  close(): Promise<void>;
}

/** Opens nothing yet. */
export function localMeans({ settings, sources }: { settings: Settings; sources: SettingSources }): LocalMeans {
  const { databaseUrl, dataDir } = settings;
  let opening: ReturnType<typeof openDatabase> | undefined;
  const connect = async (): Promise<Connected> => {
    refuseMemory(settings);
    opening ??= openDatabase({ databaseUrl, dataDir });
    return opening;
  };
  return {
    settings,
    sources,
    clock: systemClock,
    hasher: createPasswordHasher(),
    connect,
    keyRing: async () => createKeyRing((await keysOrGenerated(settings)).encryptionKeys),
    policy: async () => previewPolicy((await connect()).database, settings),
    // No server here; those that run look every minute.
    signingKeysChanged: async () => {},
    async close() {
      // What could not be opened was reported when it was asked for.
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}

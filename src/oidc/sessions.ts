/** An account's sessions as its owner, or an administrator, sees them. */
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { openRecord } from './record-codec.js';
import { sessionDetailsOf } from './session-details.js';
import { readSessions } from './session-list-store.js';

export interface ListedSession {
  /** oidc_record.uid: the hash of a name that no cookie holds, so it opens nothing; what `endSession` takes. */
  readonly id: string;
  /** As the browser called itself; empty when it did not, or when the session is older than this knowledge. */
  readonly userAgent: string;
  readonly ip: string | null;
  /** Null when unknown, as for those of an older version of this program. */
  readonly signedInAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** Applications signed in to, by name. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
}

/** One statement; the last used first. A session whose payload cannot be opened signs nobody in, and is left out. */
export async function listSessions(
  connection: Connection,
  keyRing: KeyRing,
  accountId: string,
): Promise<readonly ListedSession[]> {
  const rows = await readSessions(connection, accountId);
  return rows
    .flatMap(({ record, clients }): ListedSession[] => {
      const opened = openRecord(keyRing, record);
      if (opened === undefined) return [];
      const { userAgent, ip, signedInAt, lastUsedAt } = sessionDetailsOf(opened.payload);
      return [
        {
          id: record.uid,
          userAgent,
          ip,
          signedInAt: momentOf(signedInAt),
          lastUsedAt: momentOf(lastUsedAt),
          clients: clients.toSorted((one, other) => one.name.localeCompare(other.name)),
        },
      ];
    })
    .toSorted((one, other) => (other.lastUsedAt?.getTime() ?? 0) - (one.lastUsedAt?.getTime() ?? 0));
}

function momentOf(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1000);
}

/** The applications that an account has let in, as its owner sees them. */
import type { Connection } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { type ConnectedAppRow, readConnectedApps } from './connected-app-store.js';
import { mergeConsent, type RememberedConsent } from './consent.js';
import { toConsent } from './consent-store.js';
import { openRecord } from './record-codec.js';

export interface ConnectedApp {
  readonly clientId: string;
  readonly name: string;
  /** Part of the installation: it is never asked for, so taking it away lasts until the next sign-in there. */
  readonly isFirstParty: boolean;
  /** What it may see and do: what was consented to, and what its live grants hold. */
  readonly allowed: RememberedConsent;
  readonly since: Date | null;
  readonly lastUsedAt: Date | null;
}

/** One statement; the last used first. */
export async function listConnectedApps(
  connection: Connection,
  keyRing: KeyRing,
  accountId: string,
): Promise<readonly ConnectedApp[]> {
  return (await readConnectedApps(connection, accountId)).map((row) => connectedAppOf(keyRing, row));
}

function connectedAppOf(keyRing: KeyRing, row: ConnectedAppRow): ConnectedApp {
  const { client_name: name } = row.metadata;
  let allowed: RememberedConsent | undefined = row.granted === null ? undefined : toConsent(row.granted);
  let since = row.consentedAt;
  for (const record of row.grants) {
    // A grant that cannot be opened gives nobody anything.
    const opened = openRecord(keyRing, record);
    if (opened === undefined) continue;
    // Written by the engine alone: members are as its Grant has them.
    const grant = JSON.parse(opened.payload) as GrantPayload;
    allowed = mergeConsent(allowed, toConsent(grant));
    const begun = new Date(grant.iat * 1000);
    if (since === null || begun < since) since = begun;
  }
  return {
    clientId: row.clientId,
    name: typeof name === 'string' && name !== '' ? name : row.clientId,
    isFirstParty: row.skipConsent,
    allowed: allowed ?? { scope: '', claims: [], resources: {} },
    since,
    lastUsedAt: row.lastUsedAt,
  };
}

interface GrantPayload {
  /** Seconds since 1970. */
  readonly iat: number;
  readonly openid?: { scope?: string; claims?: string[] };
  readonly resources?: Record<string, string>;
}

/** Stores an access token that no sign-in stands behind, in the form in which the protocol engine finds its own. */
import { randomBytes } from 'node:crypto';
import type { Account } from '../accounts/account.js';
import { epochSeconds } from '../clock.js';
import type { Connection } from '../database/schema.js';
import { sealRecord, toStoredRecord } from '../oidc/record-codec.js';
import { writeRecords } from '../oidc/record-write-store.js';
import type { KeyRing } from '../secrets/key-ring.js';

export interface BreakGlassToken {
  readonly account: Account;
  /** The one resource it is for. */
  readonly audience: string;
  /** Space-separated. */
  readonly scope: string;
  /** Seconds. */
  readonly ttl: number;
  /** The database's time. */
  readonly now: Date;
}

/** One statement. The token dies with its time, and like any other with the account's generation. */
export async function storeBreakGlassToken(
  connection: Connection,
  keyRing: KeyRing,
  { account, audience, scope, ttl, now }: BreakGlassToken,
): Promise<{ readonly accessToken: string; readonly expiresAt: Date }> {
  // As long as the engine's own: 256 bits.
  const accessToken = randomBytes(32).toString('base64url');
  const iat = epochSeconds(now);
  const payload = {
    ...{ kind: 'AccessToken', jti: accessToken, iat, exp: iat + ttl },
    ...{ accountId: account.id, aud: audience, scope },
    // Nothing was verified, and no client is behind it.
    extra: { mfa_verified: false, break_glass: true },
  };
  const at = { model: 'AccessToken', rawId: accessToken };
  const record = toStoredRecord({ keyRing, generationOf: () => account.generation }, at, payload);
  await writeRecords(connection, [{ record: sealRecord(keyRing, record), expiresIn: ttl, isNew: true }], []);
  return { accessToken, expiresAt: new Date(payload.exp * 1000) };
}

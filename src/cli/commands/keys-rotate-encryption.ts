/** `keys rotate encryption`: seals with the first key of ENCRYPTION_KEYS what older ones have sealed. */
import { recordEvents } from '../../audit/audit-store.js';
import { runningNodes, type SeenNode, silentSeconds } from '../../database/node-store.js';
import { done } from '../audited.js';
import { CommandRefused, defineCommand } from '../command.js';
import { beginEncryptionRotation, readEncryptionRotation } from '../encryption-key-store.js';
import { counted, type KeyUse, sealedTotal, sealsWhatLasts } from '../encryption-key-use.js';
import { keyUseJson, readKeyUse } from '../encryption-keys.js';
import { openInstallation } from '../installation.js';
import { columns } from '../printable.js';
import { resealAll } from '../reseal.js';

export const keysRotateEncryption = defineCommand({
  words: 'keys rotate encryption',
  summary: 'Seal everything with the first of ENCRYPTION_KEYS; may be ended and run again',
  place: 'beside-database',
  options: {},
  async run(context) {
    const { database, keyRing } = await openInstallation(context);
    const [first] = keyRing.keyIds;
    refuseNodes(first, await runningNodes(database));
    const rotation = await readEncryptionRotation(database);
    refuseOrder(await readKeyUse(database, keyRing), rotation?.keyId === first);

    await beginEncryptionRotation(database, first);
    const { resealed, unreadable, remaining } = await resealAll(database, keyRing, context.progress);
    const detail = { kind: 'encryption', key_id: first, resealed, unreadable, remaining };
    await recordEvents(database, [done(context, 'keys.rotated', { detail })]);
    const older = (await readKeyUse(database, keyRing)).filter(({ id }) => id !== first);
    return {
      json: { ...detail, older_keys: older.map(keyUseJson) },
      text: [...whatWasDone(first, resealed), ...older.flatMap(whatToDo)].join('\n'),
      ...(unreadable + remaining === 0 ? {} : { note: whatWasLeft(unreadable, remaining) }),
      failed: unreadable + remaining > 0,
    };
  },
});

/** A server that lacks the key could open nothing of what this command writes: nobody could sign in there any more. */
function refuseNodes(first: string, nodes: readonly SeenNode[]): void {
  const lacking = nodes.find(({ encryptionKeyIds }) => !encryptionKeyIds.includes(first));
  const other = lacking ?? nodes.find(({ encryptionKeyIds }) => encryptionKeyIds[0] !== first);
  if (other === undefined) return;
  const seen = `A running server (seen at ${other.seenAt.toISOString()})`;
  const ended = `One that has ended is forgotten after ${silentSeconds} seconds. Nothing was changed.`;
  const message =
    lacking === undefined
      ? `${seen} still seals with another key than "${first}". Put "${first}" first in the ENCRYPTION_KEYS of every server, restart them, then run this again. ${ended}`
      : `${seen} does not have the key "${first}" and could open nothing sealed with it. Put "${first}" into the ENCRYPTION_KEYS of every server, restart them, then run this again. ${ended}`;
  throw new CommandRefused(lacking === undefined ? 'server_with_other_first_key' : 'server_without_key', message);
}

function refuseOrder(uses: readonly KeyUse[], wasBegun: boolean): void {
  const missing = uses.find((use) => use.role === 'missing' && sealsWhatLasts(use));
  if (missing !== undefined) {
    const message = `${counted(sealedTotal(missing), 'text')} are sealed with the key "${missing.id}", which is not in ENCRYPTION_KEYS. Put it back behind the first, then run this again. Nothing was changed.`;
    throw new CommandRefused('key_missing', message);
  }
  const [first, ...others] = uses;
  const isSealedByOthers = others.some((use) => use.role === 'opens' && sealedTotal(use) > 0);
  if (first === undefined || isSealedByOthers || wasBegun) return;
  const [behind] = others.filter(({ role }) => role === 'opens');
  if (behind === undefined) {
    const message = `ENCRYPTION_KEYS holds one key, "${first.id}", and everything is sealed with it. Put a new key in front of it (ENCRYPTION_KEYS=new:…,${first.id}:…), restart every server, then run this.`;
    throw new CommandRefused('no_new_key', message);
  }
  const message = `Everything is sealed with the first key, "${first.id}", and nothing with "${behind.id}". If "${behind.id}" is the new one, put it first (ENCRYPTION_KEYS=${behind.id}:…,${first.id}:…), restart every server, then run this.`;
  throw new CommandRefused('new_key_not_first', message);
}

function whatWasDone(first: string, resealed: Readonly<Record<string, number>>): readonly string[] {
  const rows = Object.entries(resealed).map(([table, count]) => [`  ${table}`, String(count)]);
  if (rows.length === 0) return [`Everything was sealed with "${first}" already.`];
  return [`Sealed with "${first}":`, ...columns(rows)];
}

function whatToDo({ id, role, isNeeded, because }: KeyUse): readonly string[] {
  if (role === 'missing') return [`"${id}" is not in ENCRYPTION_KEYS: ${because.join('; ')}.`];
  if (!isNeeded) return [`Nothing needs "${id}": if it is an old key, take it out of ENCRYPTION_KEYS.`];
  return [`Keep "${id}" in ENCRYPTION_KEYS:`, ...because.map((reason) => `  ${reason}`)];
}

function whatWasLeft(unreadable: number, remaining: number): string {
  return [
    ...(unreadable === 0 ? [] : [`${counted(unreadable, 'text')} could not be opened and were left as they are.`]),
    ...(remaining === 0 ? [] : [`${counted(remaining, 'text')} were in use all the time. Run this again.`]),
  ].join('\n');
}

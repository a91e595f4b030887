/** Judges which encryption keys are still needed, and for what. Pure. */
import type { EarlierHashes, EncryptionRotation, SealedCount } from './encryption-key-store.js';
import { sealedColumns } from './sealed-columns.js';

export interface KeyFacts {
  /** Of ENCRYPTION_KEYS, the first seals. */
  readonly keyIds: readonly [string, ...string[]];
  readonly sealed: readonly SealedCount[];
  readonly rotation: EncryptionRotation | undefined;
  /** Of before the rotation to the first key; of all time when there was none. */
  readonly earlier: EarlierHashes;
  readonly now: Date;
}

export interface KeyUse {
  readonly id: string;
  /** `seals` stands first; `missing` is not in ENCRYPTION_KEYS although something was sealed with it. */
  readonly role: 'seals' | 'opens' | 'missing';
  /** By table. */
  readonly sealed: Readonly<Record<string, number>>;
  readonly isNeeded: boolean;
  /** Why it must stay, in words. Empty when it may go. */
  readonly because: readonly string[];
}

/** Milliseconds for which codes of devices and the tokens of forms that are open, both hashes, still count. */
const shortLivedMilliseconds = 3_600_000;

/** The first key first. */
export function encryptionKeyUse(facts: KeyFacts): readonly KeyUse[] {
  const [first, ...older] = facts.keyIds;
  const missing = [...new Set(facts.sealed.map(({ keyId }) => keyId))].filter((id) => !facts.keyIds.includes(id));
  return [
    { id: first, role: 'seals', sealed: sealedWith(facts, first), isNeeded: true, because: ['it seals what is new'] },
    ...older.map((id) => useOf(facts, id, 'opens', [...sealedReasons(facts, id), ...hashReasons(facts)])),
    ...missing.sort().map((id) => useOf(facts, id, 'missing', sealedReasons(facts, id))),
  ];
}

/** Whether something sealed with this key would be missed: more than sign-ins, sessions and tokens. */
export function sealsWhatLasts({ sealed }: Pick<KeyUse, 'sealed'>): boolean {
  return sealedColumns.some(({ table, isPassing }) => !isPassing && (sealed[table] ?? 0) > 0);
}

/** How many texts a key has sealed. */
export function sealedTotal({ sealed }: Pick<KeyUse, 'sealed'>): number {
  return Object.values(sealed).reduce((total, count) => total + count, 0);
}

function useOf(facts: KeyFacts, id: string, role: KeyUse['role'], because: readonly string[]): KeyUse {
  return { id, role, sealed: sealedWith(facts, id), isNeeded: because.length > 0, because };
}

function sealedWith({ sealed }: KeyFacts, id: string): Readonly<Record<string, number>> {
  return Object.fromEntries(sealed.filter(({ keyId }) => keyId === id).map(({ table, count }) => [table, count]));
}

function sealedReasons(facts: KeyFacts, id: string): readonly string[] {
  const total = sealedTotal({ sealed: sealedWith(facts, id) });
  return total === 0 ? [] : [`it has sealed ${counted(total, 'text')}`];
}

/** A hash does not say which key made it, so these reasons hold for every older key. */
function hashReasons({ keyIds, rotation, earlier, now }: KeyFacts): readonly string[] {
  const { backupCodes, mailLinks, mailLinksUntil } = earlier;
  const since = rotation?.keyId === keyIds[0] ? rotation.since : undefined;
  const before = since === undefined ? '' : ` made before ${since.toISOString()}`;
  const endOfShortLived = since === undefined ? undefined : new Date(since.getTime() + shortLivedMilliseconds);
  return [
    ...(backupCodes === 0
      ? []
      : [`${counted(backupCodes, 'backup code')}${before} may be hashed with it, until used or renewed`]),
    ...(mailLinks === 0 || mailLinksUntil === null
      ? []
      : [`${counted(mailLinks, 'link')} in mails may be hashed with it, until ${mailLinksUntil.toISOString()}`]),
    ...(endOfShortLived === undefined || endOfShortLived <= now
      ? []
      : [`codes of devices and forms that are open may be hashed with it, until ${endOfShortLived.toISOString()}`]),
  ];
}

/** `1 text`, `2 texts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Which of ENCRYPTION_KEYS are still needed, as `doctor` tells it. */
import type { Database } from '../database/schema.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { type Check, failed, ok, warning } from './check.js';
import { counted, type KeyUse, sealedTotal, sealsWhatLasts } from './encryption-key-use.js';
import { readKeyUse } from './encryption-keys.js';

const name = 'encryption_keys';

export async function keyUseCheck(database: Database, keyRing: KeyRing): Promise<Check> {
  return judged(await readKeyUse(database, keyRing));
}

function judged(uses: readonly KeyUse[]): Check {
  const missing = uses.filter((use) => use.role === 'missing' && sealsWhatLasts(use));
  if (missing.length > 0) {
    const which = missing.map((use) => `${counted(sealedTotal(use), 'text')} with "${use.id}"`).join(', ');
    return failed(name, `Sealed with keys that are not in ENCRYPTION_KEYS: ${which}. Put the keys back.`);
  }
  const older = uses.filter(({ role }) => role === 'opens');
  const sealing = older.filter((use) => sealedTotal(use) > 0);
  if (sealing.length > 0) {
    const which = sealing.map((use) => `${counted(sealedTotal(use), 'text')} with "${use.id}"`).join(', ');
    const message = `Still sealed with an older key: ${which}. When the new key is first on every server, run: countersign keys rotate encryption`;
    return warning(name, message);
  }
  if (older.length === 0) return ok(name, 'One key; everything is sealed with it.');
  const sentences = older.map(({ id, isNeeded, because }) =>
    isNeeded ? `Keep "${id}": ${because.join('; ')}.` : `Nothing needs "${id}": if it is an old key, take it out.`,
  );
  return ok(name, `Everything is sealed with the first key. ${sentences.join(' ')}`);
}

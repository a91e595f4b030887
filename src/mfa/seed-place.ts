/** Where the seed of an authenticator app is sealed for. */
import type { SealPlace } from '../secrets/key-ring.js';

/**
 * For the row it has, or will have, in totp_credential: while it is set up, the seed lies elsewhere under the same id, and moves
 * there unchanged.
 */
export function seedPlace(id: string): SealPlace {
  return { table: 'totp_credential', column: 'seed_sealed', row: id };
}

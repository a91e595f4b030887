/** How an account gets in, or stops being in: unlocking it, and its sessions. */
import { raiseGeneration } from '../accounts/generation-store.js';
import { Problem } from '../http/problem.js';
import { unlockAccount } from '../mfa/unlock-store.js';
import { endSession } from '../oidc/session-list-store.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { UserAct } from './administer.js';

/** Forgets wrong passwords and codes, from wherever they came. */
export function unlockUser(keyRing: KeyRing): UserAct<object, void> {
  return {
    onOneself: () => true,
    run: ({ transaction, target, event }) => unlockAccount(transaction, keyRing, target, [event('user.unlocked')]),
  };
}

/** One session, or everywhere with every refresh token, known browser and sign-in in progress. Problems: `session_not_found`. */
export const endUserSessions: UserAct<{ readonly session: string | undefined }, void> = {
  onOneself: () => true,
  async run({ transaction, target: { id }, event }, { session }) {
    if (session === undefined) {
      await raiseGeneration(transaction, id, { events: [event('session.revoked', { everywhere: true })] });
    } else if (!(await endSession(transaction, id, session, [event('session.revoked')]))) {
      throw new Problem(404, 'session_not_found', 'There is no such session.');
    }
  },
};

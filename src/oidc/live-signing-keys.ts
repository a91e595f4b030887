/** The signing keys of a running server: read again now and then, and handed to whoever signs or verifies with them. */
import type { PrivateJwks } from './signing-keys.js';

export interface LiveSigningKeys {
  current(): PrivateJwks;
  /** Told at once of the present keys, and then of every change. */
  follow(listener: (jwks: PrivateJwks) => void): void;
  /** Reads them again. Throws what reading throws; the keys stay as they are then. */
  reload(): Promise<void>;
}

/** `read` is given the keys of before and returns those, the very object, when nothing has changed. */
export function createLiveSigningKeys(
  initial: PrivateJwks,
  read: (present: PrivateJwks) => Promise<PrivateJwks>,
): LiveSigningKeys {
  let present = initial;
  const listeners: ((jwks: PrivateJwks) => void)[] = [];
  let last: Promise<void> = Promise.resolve();
  const readOnce = async () => {
    const found = await read(present);
    if (found === present) return;
    for (const listener of listeners) listener(found);
    // Last: what somebody could not take is offered again at the next look.
    present = found;
  };
  return {
    current: () => present,
    follow(listener) {
      listeners.push(listener);
      listener(present);
    },
    // One after the other, so that an answer that took long does not undo a newer one.
    reload() {
      last = last.catch(() => undefined).then(readOnce);
      return last;
    },
  };
}

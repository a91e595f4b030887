/** A clock that can be moved forward, so that the next code of an authenticator app need not be waited for. */
import { type Clock, systemClock } from '../../../src/clock.js';

export interface MovableClock extends Clock {
  forward(seconds: number): void;
}

/** Begins at the machine's time. */
export function movableClock(): MovableClock {
  let aheadSeconds = 0;
  return {
    now: () => new Date(systemClock.now().getTime() + aheadSeconds * 1000),
    forward(seconds) {
      aheadSeconds += seconds;
    },
  };
}

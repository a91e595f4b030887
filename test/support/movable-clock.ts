/** A clock that tests can set: time stands at the real moment plus what it was moved by. */
import type { Clock } from '../../src/clock.js';

export interface MovableClock extends Clock {
  /** Moves by so many seconds; negative turns it back. */
  move(seconds: number): void;
  /** Back to the real moment. */
  reset(): void;
}

export function movableClock(): MovableClock {
  let offsetMilliseconds = 0;
  return {
    now: () => new Date(Date.now() + offsetMilliseconds),
    move(seconds) {
      offsetMilliseconds += seconds * 1000;
    },
    reset() {
      offsetMilliseconds = 0;
    },
  };
}

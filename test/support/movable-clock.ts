/** A clock that tests can set: time stands at the real moment plus what it was moved by. */
import type { Clock } from '../../src/clock.js';

export interface MovableClock extends Clock {
  /** Moves by so many seconds; negative turns it back. */
  move(seconds: number): void;
  /** Stands still from now on, but for `move`: for what would otherwise depend on how fast the machine is. */
  freeze(): void;
  /** Back to the real moment. */
  reset(): void;
}

export function movableClock(): MovableClock {
  let offsetMilliseconds = 0;
  let frozenAt: number | undefined;
  return {
    now: () => new Date((frozenAt ?? Date.now()) + offsetMilliseconds),
    move(seconds) {
      offsetMilliseconds += seconds * 1000;
    },
    freeze() {
      frozenAt = Date.now();
    },
    reset() {
      frozenAt = undefined;
      offsetMilliseconds = 0;
    },
  };
}

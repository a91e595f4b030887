/** How long one request waits for the database altogether: statements one after the other, each within its own limit, would add up. */
import { AsyncLocalStorage } from 'node:async_hooks';

/** A request must end within 10 s; the last of them is for everything else that it does. */
const wholeMilliseconds = 9_000;

/** Time spent in waits counts once, however many of them overlap. */
class Patience {
  #waits = 0;
  #since = 0;
  #spent = 0;

  left(): number {
    const running = this.#waits > 0 ? performance.now() - this.#since : 0;
    return wholeMilliseconds - this.#spent - running;
  }

  async during<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#waits === 0) this.#since = performance.now();
    this.#waits += 1;
    try {
      return await wait();
    } finally {
      this.#waits -= 1;
      if (this.#waits === 0) this.#spent += performance.now() - this.#since;
    }
  }
}

const storage = new AsyncLocalStorage<Patience>();

/** Runs a request: everything that it asks of the database shares one patience. */
export function withPatience<T>(request: () => T): T {
  return storage.run(new Patience(), request);
}

/** Milliseconds that this request still waits; infinite outside of requests. */
export function patienceLeft(): number {
  return storage.getStore()?.left() ?? Number.POSITIVE_INFINITY;
}

/** Counts a wait against this request's patience. */
export function spendingPatience<T>(wait: () => Promise<T>): Promise<T> {
  return storage.getStore()?.during(wait) ?? wait();
}

/** What is thrown when none is left; `isDatabaseUnavailable` knows it. */
export function patienceLost(): Error {
  return new Error('timeout expired: this request has waited for the database long enough');
}

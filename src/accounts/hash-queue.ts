/** Lets a few slow jobs run at once, the rest wait their turn, and refuses what would wait too long. */

/** Thrown when the queue is full. Over HTTP: 503 with Retry-After. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';

  constructor(
    /** Seconds after which another try makes sense. */
    readonly retryAfterSeconds: number,
  ) {
    super('Too many passwords are being checked at this moment.');
  }
}

export interface HashQueue {
  /** Runs the job when it is its turn, first come first served. Throws Overloaded when too many wait already. */
  run<T>(job: () => Promise<T>): Promise<T>;
}

/** `concurrency` jobs at once, at most `longestQueue` waiting. */
export function createHashQueue({
  concurrency,
  longestQueue,
}: {
  readonly concurrency: number;
  readonly longestQueue: number;
}): HashQueue {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (waiting.length >= longestQueue) throw new Overloaded(2);
    // Whoever finishes hands its place on, so that nobody can overtake.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function done(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(job) {
      await turn();
      try {
        return await job();
      } finally {
        done();
      }
    },
  };
}

/** Tells the walk as it happens: a tick for each step that held, a cross for the one that did not. */
import type { Clock } from '../../../src/clock.js';
import type { Claims } from './claims.js';

export type Write = (line: string) => void;

export interface Report {
  /** A heading for the steps after it. */
  chapter(title: string): void;
  /** Runs a step and ticks it. What the step throws goes on as StepFailed. */
  step<Result>(name: string, run: () => Result | Promise<Result>): Promise<Result>;
  /** Prints the claims of an ID token. */
  claims(claims: Claims): void;
  readonly stepsHeld: number;
}

/** The walk ended at this step. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';

  constructor(
    readonly step: string,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** `write` gets one line at a time, without its end. `clock` measures the steps. */
export function createReport(write: Write, clock: Clock): Report {
  let stepsHeld = 0;
  return {
    chapter: (title) => write(`\n${title}`),
    async step(name, run) {
      const begun = clock.now().getTime();
      try {
        const result = await run();
        write(`  ✓ ${name} (${clock.now().getTime() - begun} ms)`);
        stepsHeld += 1;
        return result;
      } catch (error) {
        const failed = new StepFailed(name, error);
        write(`  ✗ ${name}\n    ${failed.message}`);
        throw failed;
      }
    },
    claims(claims) {
      const lines = Object.entries(claims).map(([name, value]) => `      ${name}: ${JSON.stringify(value)}`);
      write(['    ID token', ...lines].join('\n'));
    },
    get stepsHeld() {
      return stepsHeld;
    },
  };
}

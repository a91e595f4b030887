/** Keeps the audit log beside the server: seals what happened and ships it, every few seconds; says when somebody has been at it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { checkpointText } from './audit/checkpoint-text.js';
import type { Sealer, SealRound } from './audit/sealer.js';
import type { Shipper } from './audit/shipper.js';
import type { Clock } from './clock.js';
import { describeFault } from './http/describe-fault.js';

export interface AuditingOptions {
  readonly sealer: Sealer;
  readonly shippers: readonly Shipper[];
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Null: only by hand. */
  readonly intervalSeconds: number | null;
}

export interface Auditing {
  /** One whole round: what waits is sealed, then sent. */
  keep(): Promise<void>;
  /** Begins no other round, and waits for the present one, but not longer than a few seconds. */
  stop(): Promise<void>;
}

/** Minutes between two walks through the whole log, for what committed late. */
const walkMinutes = 60;
/** What is left then is done by another node, or after the next start. */
const patienceMilliseconds = 4_000;

export function startAuditing({ sealer, shippers, clock, logger, intervalSeconds }: AuditingOptions): Auditing {
  let walkedAt = clock.now().getTime();
  let wasCut = false;
  let hadNoStart = false;

  async function seal(): Promise<void> {
    const now = clock.now().getTime();
    const isWalkDue = Math.abs(now - walkedAt) >= walkMinutes * 60_000;
    try {
      tell(await sealer.round(isWalkDue));
      if (isWalkDue) walkedAt = now;
    } catch (error) {
      // What was missed may no longer be young.
      walkedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  function tell({ unmarked, isCut, noStart, checkpoints }: SealRound): void {
    // The copy in the log is what a chain that was made anew, or cut, is compared with.
    for (const checkpoint of checkpoints) {
      logger.info({ auditCheckpoint: checkpointText(checkpoint) }, 'the audit log was sealed up to here');
    }
    if (unmarked > 0) logger.error({ events: unmarked }, 'the audit log has events that no server of ours wrote');
    if (isCut && !wasCut) logger.error('the end of the audit chain was cut off or changed');
    wasCut ||= isCut;
    if (noStart !== undefined && !hadNoStart) {
      const facts = { because: noStart };
      logger.error(facts, 'the audit log cannot be sealed: the row audit_chain of installation is not ours');
    }
    hadNoStart = noStart !== undefined;
  }

  // Each in a rhythm of its own: a destination that hangs keeps nothing from being sealed.
  const works: readonly (readonly [string, () => Promise<void>])[] = [
    ['the audit log could not be sealed', seal],
    ...shippers.map((shipper) => ['the audit log could not be shipped', () => shipper.deliver()] as const),
  ];
  const rhythms = works.map(([failure, work]) => startRhythm({ work, failure, intervalSeconds, logger }));
  return {
    async keep() {
      for (const [, work] of works) await work();
    },
    async stop() {
      for (const shipper of shippers) shipper.close();
      const ended = Promise.all(rhythms.map((rhythm) => rhythm.stop()));
      await Promise.race([ended, wait(patienceMilliseconds, undefined, { ref: false })]);
    },
  };
}

/** One round after the other, a pause between them. A failure is said once, and not every few seconds while the database is away. */
function startRhythm({
  work,
  failure,
  intervalSeconds,
  logger,
}: Pick<AuditingOptions, 'logger' | 'intervalSeconds'> & {
  readonly work: () => Promise<void>;
  readonly failure: string;
}): { stop(): Promise<void> } {
  let stopped = false;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  async function tick(): Promise<void> {
    try {
      await work();
      isFailing = false;
    } catch (error) {
      if (!stopped && !isFailing) logger.warn({ fault: describeFault(error) }, failure);
      isFailing = true;
    }
    schedule();
  }

  function schedule(): void {
    if (stopped || intervalSeconds === null) return;
    timer = setTimeout(() => {
      round = tick();
    }, intervalSeconds * 1000);
    timer.unref();
  }

  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

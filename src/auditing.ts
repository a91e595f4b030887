/** Keeps the audit log beside the server: seals what happened, every few seconds, and says when somebody has been at it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { checkpointText } from './audit/checkpoint-text.js';
import type { Sealer, SealRound } from './audit/sealer.js';
import type { Clock } from './clock.js';
import { describeFault } from './http/describe-fault.js';

export interface AuditingOptions {
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Null: only by hand. */
  readonly intervalSeconds: number | null;
}

export interface Auditing {
  /** One whole round. */
  keep(): Promise<void>;
  /** Begins no other round, and waits for the present one, but not longer than a few seconds. */
  stop(): Promise<void>;
}

/** Minutes between two walks through the whole log, for what committed late. */
const walkMinutes = 60;
/** What is left then is done by another node, or after the next start. */
const patienceMilliseconds = 4_000;

export function startAuditing({ sealer, clock, logger, intervalSeconds }: AuditingOptions): Auditing {
  let walkedAt = clock.now().getTime();
  let wasCut = false;
  let hadNoStart = false;
  let isFailing = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();

  async function keep(): Promise<void> {
    const now = clock.now().getTime();
    const isWalkDue = Math.abs(now - walkedAt) >= walkMinutes * 60_000;
    tell(await sealer.round(isWalkDue));
    if (isWalkDue) walkedAt = now;
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
      logger.error(
        { because: noStart },
        'the audit log cannot be sealed: the row audit_chain of installation is not ours',
      );
    }
    hadNoStart = noStart !== undefined;
  }

  async function tick(milliseconds: number): Promise<void> {
    try {
      await keep();
      isFailing = false;
    } catch (error) {
      // Once, and not every few seconds while the database is away. What was missed meanwhile may no longer be young.
      if (!stopped && !isFailing) logger.warn({ fault: describeFault(error) }, 'the audit log could not be sealed');
      isFailing = true;
      walkedAt = Number.NEGATIVE_INFINITY;
    }
    schedule(milliseconds);
  }

  function schedule(milliseconds: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      round = tick(milliseconds);
    }, milliseconds);
    timer.unref();
  }

  if (intervalSeconds !== null) schedule(intervalSeconds * 1000);
  return {
    keep,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.race([round, wait(patienceMilliseconds, undefined, { ref: false })]);
    },
  };
}

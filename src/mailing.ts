/** Runs the post room, and before it what queues mails in the background, beside the server: a round every few seconds, one at a time. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import { describeFault } from './http/describe-fault.js';
import type { PostRoom } from './mail/post-room.js';

export interface MailingOptions {
  readonly postRoom: PostRoom;
  /** Comes first in every round: administrators' acts on many accounts. To end soon once `isStopped` says so. */
  readonly workFirst?: (isStopped: () => boolean) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** Null: only by hand. */
  readonly intervalSeconds: number | null;
}

export interface Mailing {
  /** One whole round, reminders included. */
  deliver(): Promise<void>;
  /** Begins no other round, and waits for the present one, but not longer than a few seconds. */
  stop(): Promise<void>;
}

/** Minutes between two looks for grace periods that end. */
const reminderMinutes = 10;
/** What is still being sent then is sent again by another start, as after a crash. */
const patienceMilliseconds = 4_000;

export function startMailing({ postRoom, workFirst, clock, logger, intervalSeconds }: MailingOptions): Mailing {
  let remindedAt: number | undefined;
  let round: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let stopping: Promise<void> | undefined;
  let isFailing = false;

  async function tick(milliseconds: number): Promise<void> {
    try {
      await workFirst?.(() => stopped);
      const now = clock.now().getTime();
      if (remindedAt === undefined || Math.abs(now - remindedAt) >= reminderMinutes * 60_000) {
        await postRoom.remind();
        remindedAt = now;
      }
      await postRoom.deliver();
      isFailing = false;
    } catch (error) {
      // Once, and not every few seconds while the database is away.
      if (!stopped && !isFailing) logger.warn({ fault: describeFault(error) }, 'the post room failed');
      isFailing = true;
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
    async deliver() {
      await workFirst?.(() => stopped);
      await postRoom.remind();
      await postRoom.deliver();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      postRoom.close();
      stopping ??= Promise.race([round, wait(patienceMilliseconds, undefined, { ref: false })]);
      await stopping;
    },
  };
}

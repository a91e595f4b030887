/** The post room: makes mails of what happened, and sends what is due. Beside the requests, never inside one. */
import type { Clock } from '../clock.js';
import type { Database } from '../database/schema.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import { queueGraceReminders } from './grace-reminder-store.js';
import { livesByItsLink } from './mail-content.js';
import { collectMail, type DueMail, markSent, putOff, takeDueMail } from './post-room-store.js';
import { renderMail } from './render-mail.js';
import type { MailLog, MailTransport } from './transport.js';

export interface PostRoomOptions {
  readonly database: Database;
  readonly settings: Pick<Settings, 'issuer' | 'mfaIssuer' | 'mailFrom'>;
  readonly keyRing: KeyRing;
  readonly policy: MfaPolicy;
  readonly clock: Clock;
  readonly logger: MailLog;
  readonly transport: MailTransport;
}

export interface PostRoom {
  /** Everything that happened becomes mail, and everything due is sent or put off. */
  deliver(): Promise<void>;
  /** Queues the reminders of grace periods that end. */
  remind(): Promise<void>;
  /** Lets the mails that are being sent end, and begins no other. */
  close(): void;
}

/** Minutes until the next attempt, after the first, second … failure. After the last the mail is given up. */
export const backoffMinutes: readonly number[] = [1, 5, 30, 120, 720];

const collectBatch = 200;
/** Sent side by side, each over a connection of its own. */
const sendBatch = 5;
/** Longer than a batch can take. */
const claimMinutes = 5;
const reminderBatch = 500;

export function createPostRoom(options: PostRoomOptions): PostRoom {
  const { database, policy, clock, logger, transport } = options;
  let closed = false;

  async function sendOne(mail: DueMail): Promise<boolean> {
    const { id, kind, attempts } = mail;
    if (livesByItsLink(kind) && !mail.isLinkUsable) {
      logger.warn({ kind, mail: id }, 'a mail was given up: its link does not work any more');
      await putOff(database, mail, undefined);
      return true;
    }
    try {
      await transport.send(renderMail(mail, { ...options, now: clock.now() }));
    } catch (error) {
      const afterMinutes = backoffMinutes[attempts - 1];
      await putOff(database, mail, afterMinutes);
      const facts = { kind, mail: id, attempts, ...reasonOf(error) };
      if (afterMinutes === undefined) logger.error(facts, 'a mail was given up');
      else logger.warn({ ...facts, afterMinutes }, 'a mail could not be sent');
      return false;
    }
    await markSent(database, id);
    return true;
  }

  return {
    async deliver() {
      while (!closed && (await collectMail(database, collectBatch)) === collectBatch);
      while (!closed) {
        const mails = await takeDueMail(database, { batchSize: sendBatch, claimMinutes });
        const results = await Promise.all(mails.map(sendOne));
        // When nothing gets through, the rest waits for the next round.
        if (mails.length < sendBatch || !results.includes(true)) return;
      }
    },
    remind: () => queueGraceReminders(database, policy, reminderBatch),
    close() {
      closed = true;
    },
  };
}

/** What a server answers may repeat the address, and an address is nobody's business in a log. */
function reasonOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { reason: 'unknown' };
  const { code, responseCode, command } = error as Error & { code?: string; responseCode?: number; command?: string };
  return responseCode === undefined ? { code, reason: error.message } : { code, responseCode, command };
}

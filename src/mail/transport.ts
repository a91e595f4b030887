/** What carries mails away. */
import type { Logger } from 'pino';
import type { OutgoingMail } from './render-mail.js';

export interface MailTransport {
  /** Resolves once the mail is somebody else's care. Rejects when it is not, within a minute. */
  send(mail: OutgoingMail): Promise<void>;
}

/** What this folder needs of pino. */
export type MailLog = Pick<Logger, 'info' | 'warn' | 'error'>;

/** The mail of everybody in the demo: kept in memory, shown at the relying party, sent nowhere. */
import type { OutgoingMail } from '../../src/mail/render-mail.js';
import type { MailTransport } from '../../src/mail/transport.js';

/** Older mails make room. */
const mostMails = 50;

export interface Mailbox {
  readonly transport: MailTransport;
  /** Newest first. */
  read(): readonly OutgoingMail[];
}

export function createMailbox(): Mailbox {
  const mails: OutgoingMail[] = [];
  return {
    transport: {
      async send(mail) {
        mails.unshift(mail);
        mails.length = Math.min(mails.length, mostMails);
      },
    },
    read: () => [...mails],
  };
}

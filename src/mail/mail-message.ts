/** A mail as nodemailer takes it: addresses as values, so that nothing in them is read as another header or recipient. */
import type { OutgoingMail } from './render-mail.js';

export function mailMessage(mail: OutgoingMail, issuer: string) {
  return {
    from: { ...mail.from },
    to: { name: '', address: mail.to },
    envelope: { from: mail.from.address, to: [mail.to] },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.date,
    messageId: `<${mail.id}@${new URL(issuer).hostname.replace(/[[\]]/g, '')}>`,
    headers: {
      // Keeps answering machines quiet (RFC 3834 section 5).
      'Auto-Submitted': 'auto-generated',
      'Content-Language': mail.language,
    },
    // Nothing in a mail of ours is read from a file or fetched from an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A mail as it goes out: two addresses, a subject, the text, and the same as HTML. Pure. */
import type { KeyRing } from '../secrets/key-ring.js';
import { type MailAddress, mailAddressOf } from '../settings/mail-address.js';
import type { Settings } from '../settings/settings.js';
import { type MailContent, mailContent } from './mail-content.js';
import { mailLinkToken } from './mail-link.js';
import { mailPage } from './mail-page.js';
import type { DueMail } from './post-room-store.js';

export interface OutgoingMail {
  /** Of the row, so that a server that sees the same mail twice can tell. */
  readonly id: string;
  readonly kind: DueMail['kind'];
  readonly from: MailAddress;
  /** One address and nothing else. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
  readonly date: Date;
}

export function renderMail(
  mail: DueMail,
  {
    settings,
    keyRing,
    now,
  }: {
    readonly settings: Pick<Settings, 'issuer' | 'mfaIssuer' | 'mailFrom'>;
    readonly keyRing: Pick<KeyRing, 'hash'>;
    readonly now: Date;
  },
): OutgoingMail {
  const token = mailLinkToken(keyRing, mail.id);
  const content = withPlainValues(mailContent(mail, { brand: settings.mfaIssuer, token, now }));
  const href = content.link === undefined ? '' : `${settings.issuer}${content.link.path}`;
  return {
    id: mail.id,
    kind: mail.kind,
    from: mailAddressOf(settings.mailFrom),
    to: mail.account.email,
    subject: content.subject,
    text: mailText(content, href),
    html: mailPage({ content, href }),
    language: content.locale,
    date: now,
  };
}

function mailText({ paragraphs, facts, closing, link, sentBy }: MailContent, href: string): string {
  const blocks = [
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...closing,
    ...(link === undefined ? [] : [`${link.text}:\n${href}`]),
    ...(link?.hint === undefined ? [] : [link.hint]),
    `-- \n${sentBy}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** What people chose stays on its line and cannot turn the text around it (UAX #9 section 2). */
function withPlainValues(content: MailContent): MailContent {
  const facts = content.facts.map(({ label, value }) => ({ label, value: value.replace(/[\p{Cc}\p{Cf}]/gu, ' ') }));
  return { ...content, facts };
}

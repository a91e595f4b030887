/** A real SMTP server that keeps what it is given, and can refuse, hang, or go away. */
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  /** Of the envelope: whom it really went to. */
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: string;
  readonly parsed: Email;
  readonly text: string;
  readonly html: string;
}

export interface MailServer {
  /** For SMTP_URL. */
  readonly url: string;
  /** In the order in which they came. */
  readonly mails: ReceivedMail[];
  /** Those to one address. */
  to(address: string): ReceivedMail[];
  /** The next mail that comes. */
  arrival(): Promise<ReceivedMail>;
  /** The next time that somebody begins to send a mail, whatever becomes of it. */
  contact(): Promise<void>;
  /** What the next mails meet: taken, refused for now, or no answer at all. */
  behaviour: 'take' | 'refuse' | 'hang';
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  const listening: (() => void)[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onMailFrom(_address, _session, done) {
      for (const resolve of listening.splice(0)) resolve();
      if (mailServer.behaviour === 'hang') return;
      const error = Object.assign(new Error('Not now'), { responseCode: 451 });
      done(mailServer.behaviour === 'refuse' ? error : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const parsed = await PostalMime.parse(raw);
        const { mailFrom, rcptTo } = session.envelope;
        const mail: ReceivedMail = {
          from: mailFrom === false ? '' : mailFrom.address,
          recipients: rcptTo.map(({ address }) => address),
          raw: raw.toString('utf8'),
          parsed,
          text: parsed.text ?? '',
          html: parsed.html ?? '',
        };
        mails.push(mail);
        for (const resolve of waiting.splice(0)) resolve(mail);
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    to: (address) => mails.filter(({ recipients }) => recipients.includes(address)),
    arrival: () => new Promise((resolve) => waiting.push(resolve)),
    contact: () => new Promise((resolve) => listening.push(resolve)),
    behaviour: 'take',
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}

/** The address of the one link that a mail has. */
export function linkIn({ text }: Pick<ReceivedMail, 'text'>): string {
  const links = text.match(/https?:\/\/\S+/g) ?? [];
  const [link] = links;
  if (link === undefined || links.length > 1) throw new Error(`${links.length} links in: ${text}`);
  return link;
}

/** Sends by SMTP. A server that hangs holds nothing up for longer than a minute. */
import { createTransport } from 'nodemailer';
import { smtpServerOf } from '../settings/smtp-url.js';
import { mailMessage } from './mail-message.js';
import type { MailTransport } from './transport.js';

/** Longest silence in any one step: connecting, greeting, each answer. */
const stepMilliseconds = 10_000;
/** Longest time for one mail, also with a server that keeps saying a little. */
const mailMilliseconds = 60_000;

/** @param smtpUrl as `readSmtpUrl` accepted it */
export function createSmtpTransport(smtpUrl: string, { issuer }: { readonly issuer: string }): MailTransport {
  const transporter = createTransport(smtpOptions(smtpUrl));
  return {
    async send(mail) {
      await within(mailMilliseconds, transporter.sendMail(mailMessage(mail, issuer)));
    },
  };
}

/** Connects, begins TLS and signs in, without sending anything. Rejects when one of them fails. */
export async function checkSmtpServer(smtpUrl: string): Promise<void> {
  await within(mailMilliseconds, createTransport(smtpOptions(smtpUrl)).verify());
}

function smtpOptions(smtpUrl: string) {
  const { host, port, isSecure, user, password } = smtpServerOf(smtpUrl);
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  return {
    host,
    port,
    secure: isSecure,
    // A password never crosses a network in the clear; without one, TLS is used when the server offers it (RFC 7435).
    requireTLS: !isSecure && user !== undefined && !isLoopback,
    // Nobody stands between us and this machine, and servers on it have certificates that nobody signed.
    tls: { rejectUnauthorized: !isLoopback },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: stepMilliseconds,
    greetingTimeout: stepMilliseconds,
    socketTimeout: stepMilliseconds,
    dnsTimeout: stepMilliseconds,
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = Object.assign(new Error('The SMTP server took too long.'), { code: 'ETIMEDOUT' });
    timer = setTimeout(() => reject(error), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

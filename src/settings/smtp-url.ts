/** Reads SMTP_URL, and shows it without its password. */
import type { Reading } from './setting-definition.js';

const unreadable = 'must be a URL such as smtps://user:password@mail.example.com (or smtp://, with STARTTLS)';

/** Where mails go, and as whom. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314); else STARTTLS. */
  readonly isSecure: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** The URL as given. Options in a query are refused: none is known, and one that is ignored would mislead. */
export function readSmtpUrl(text: string): Reading<string> {
  if (!/^smtps?:\/\/\S+$/i.test(text)) return { ok: false, because: unreadable };
  if (text.includes('#')) return { ok: false, because: 'has a # in it; write %23 where the password has one' };
  if (!URL.canParse(text)) return { ok: false, because: `${unreadable}, special characters written as %XX` };
  try {
    const { hostname, pathname, search, username, password } = new URL(text);
    for (const part of [username, password]) decodeURIComponent(part);
    if (hostname === '') return { ok: false, because: 'has no host name' };
    if (!/^\/?$/.test(pathname) || search !== '')
      return {
        ok: false,
        because: 'must end after the host and port; write %2F and %3F where the password has / or ?',
      };
    if (username === '' && password !== '') return { ok: false, because: 'has a password and no user name' };
  } catch {
    return { ok: false, because: 'has a % that is not followed by two hexadecimal digits; write %25 for a plain %' };
  }
  return { ok: true, value: text };
}

/** The parts of a setting that `readSmtpUrl` accepted. Ports: RFC 8314 section 3.3, RFC 6409 section 3.1. */
export function smtpServerOf(text: string): SmtpServer {
  const url = new URL(text);
  const isSecure = url.protocol === 'smtps:';
  const decoded = (part: string) => (part === '' ? undefined : decodeURIComponent(part));
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port),
    isSecure,
    user: decoded(url.username),
    password: decoded(url.password),
  };
}

/** Where it connects to and as whom. */
export function maskedSmtpUrl(text: string): string {
  const url = new URL(text);
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':********'}@`;
  return `${url.protocol}//${user}${url.host}`;
}

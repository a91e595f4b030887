/** Reads DATABASE_URL, and shows it without its password. */
import type { Reading } from './setting-definition.js';

const unreadable = 'must be a URL that begins with postgres:// or postgresql://';

/** The URL as given. Refuses what the driver would only trip over later, with the password in its message. */
export function readDatabaseUrl(text: string): Reading<string> {
  if (!/^postgres(ql)?:\/\/\S*$/i.test(text)) return { ok: false, because: unreadable };
  // The usual mistake is a password with # or % or / in it, written as it is.
  if (text.includes('#')) return { ok: false, because: 'has a # in it; write %23 where the password has one' };
  if (!URL.canParse(text)) return { ok: false, because: `${unreadable}, and special characters written as %XX` };
  try {
    const url = new URL(text);
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part);
  } catch {
    return { ok: false, because: 'has a % that is not followed by two hexadecimal digits; write %25 for a plain %' };
  }
  return { ok: true, value: text };
}

/** Where it connects to and as whom. The query is left out, because drivers also take a password there. */
export function maskedDatabaseUrl(text: string): string {
  const url = new URL(text);
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':********'}@`;
  return `${url.protocol}//${user}${url.host}${url.pathname}`;
}

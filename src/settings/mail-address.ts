/** Reads MAIL_FROM: one address, with or without a name before it. */
import type { Reading } from './setting-definition.js';

/** An address as mail programs show it. */
export interface MailAddress {
  /** May be empty. */
  readonly name: string;
  readonly address: string;
}

/** Longest name and address, in characters: together they fit a header line (RFC 5322 section 2.1.1). */
const longest = { name: 100, address: 254 } as const;

const form = /^(?:"?(?<name>[^"<>]*?)"?\s*<(?<inName>[^<>\s]+)>|(?<bare>[^<>\s]+))$/;
/** Dot-atom @ domain or address literal (RFC 5321 section 4.1.2); what else the standard allows, no server accepts. */
const addressForm =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@(\[[0-9A-Fa-f:.IPv]+\]|[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?)$/u;

/** As given, once it is known to be one address. */
export function readMailFrom(text: string): Reading<string> {
  const { name, address } = mailAddressOf(text);
  if (!addressForm.test(address) || address.length > longest.address)
    return { ok: false, because: 'must be one address, such as id@example.com or Example <id@example.com>' };
  if ([...name].length > longest.name || /\p{Cc}/u.test(name))
    return {
      ok: false,
      because: `must have a name of at most ${longest.name} characters, no control character among them`,
    };
  return { ok: true, value: text };
}

/** The two halves of a setting that `readMailFrom` accepted. */
export function mailAddressOf(text: string): MailAddress {
  const { name = '', inName, bare } = form.exec(text)?.groups ?? {};
  return { name: name.trim(), address: inName ?? bare ?? '' };
}

/** What stands in when MAIL_FROM is absent. An IP address as host becomes an address literal. */
export function defaultMailFrom(issuer: string): string {
  const { hostname } = new URL(issuer);
  const domain = /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? `[${hostname}]` : hostname.replace(/^\[/, '[IPv6:');
  return `Countersign <no-reply@${domain}>`;
}

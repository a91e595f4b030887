/** Reads ISSUER: the public address that every published URL and every token's `iss` comes from. */
import type { Reading } from './setting-definition.js';

/**
 * The issuer without a trailing slash, its host in lower case and its default port gone: relying parties compare issuers
 * letter by letter (OpenID Connect Discovery 1.0 section 4.3). No query, fragment or password (RFC 8414 section 2).
 */
export function readIssuer(text: string): Reading<string> {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) {
    return { ok: false, because: 'must be an absolute URL that begins with https:// (or http:// on this machine)' };
  }
  // Not `url.search`: a bare "?" leaves that empty.
  if (/[?#]/.test(text)) return { ok: false, because: 'must have no query (?) and no fragment (#)' };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    return { ok: false, because: 'must have no user name or password in it' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { ok: false, because: 'must begin with https://, because its host is not this machine (loopback)' };
  }
  if (!/^\/*$/.test(url.pathname)) {
    return { ok: false, because: 'must have no path: Countersign answers at the root of its host' };
  }
  return { ok: true, value: url.origin };
}

/** `hostname` as the URL class writes it: lower case, IPv4 in four parts, IPv6 in brackets. RFC 6761 section 6.3, RFC 1122 section 3.2.1.3. */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

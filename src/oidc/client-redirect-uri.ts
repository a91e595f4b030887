/** Which addresses an answer may be sent to. Pure. */

export type RedirectUriProblem =
  | 'not_a_uri'
  | 'not_https'
  | 'fragment'
  | 'credentials'
  | 'wildcard'
  | 'scheme_without_dot'
  | 'too_long';

const longestUri = 2000;
const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Https, http on this machine, or a scheme named after a domain (RFC 8252 section 7.1, `com.example.app:/done`). A
 * scheme without a dot could be anything's, and `javascript:`, `data:` and `file:` are among them.
 */
export function redirectUriProblem(uri: string): RedirectUriProblem | undefined {
  if (uri.length > longestUri) return 'too_long';
  // The URL parser drops blanks and control characters in silence, but the engine compares the text.
  if (!/^[\x21-\x7e]+$/.test(uri) || uri.includes('\\') || !URL.canParse(uri)) return 'not_a_uri';
  const parsed = new URL(uri);
  if (uri.includes('#')) return 'fragment';
  if (parsed.username !== '' || parsed.password !== '') return 'credentials';
  if (parsed.hostname.includes('*')) return 'wildcard';
  if (parsed.protocol === 'https:') return undefined;
  if (parsed.protocol === 'http:') return isLoopback(parsed) ? undefined : 'not_https';
  return parsed.protocol.includes('.') ? undefined : 'scheme_without_dot';
}

/** Whether an address is this very machine. */
export function isLoopback(uri: URL): boolean {
  return loopbackHosts.includes(uri.hostname);
}

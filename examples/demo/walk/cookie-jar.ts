/** Keeps cookies as a browser does (RFC 6265 section 5), as far as two servers on one host need it. */

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

export interface CookieJar {
  /** Takes what an answer of `url` sets, and forgets what it deletes. */
  keep(url: URL, headers: Headers): void;
  /** The Cookie header for a request to `url`; empty when there is none. */
  headerFor(url: URL): string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    keep(url, headers) {
      for (const line of headers.getSetCookie()) {
        const { cookie, isGone } = parse(line, url);
        const key = `${cookie.host} ${cookie.path} ${cookie.name}`;
        if (isGone) cookies.delete(key);
        else cookies.set(key, cookie);
      }
    },
    headerFor(url) {
      return [...cookies.values()]
        .filter(({ host, path }) => host === url.hostname && covers(path, url.pathname))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    },
  };
}

function parse(line: string, url: URL): { readonly cookie: Cookie; readonly isGone: boolean } {
  const [pair = '', ...rest] = line.split(/;\s*/);
  const at = pair.indexOf('=');
  const attributes = new Map(rest.map((attribute) => split(attribute, attribute.indexOf('='))));
  // Cookies do not know ports: both servers of the demo see each other's, as in a browser.
  const cookie = {
    name: pair.slice(0, at),
    value: pair.slice(at + 1),
    host: url.hostname,
    path: pathOf(attributes, url),
  };
  const expires = Date.parse(attributes.get('expires') ?? '');
  return { cookie, isGone: attributes.get('max-age') === '0' || expires <= 0 };
}

function split(attribute: string, at: number): [name: string, value: string] {
  return at < 0 ? [attribute.toLowerCase(), ''] : [attribute.slice(0, at).toLowerCase(), attribute.slice(at + 1)];
}

function pathOf(attributes: ReadonlyMap<string, string>, url: URL): string {
  const path = attributes.get('path') ?? '';
  return path.startsWith('/') ? path : url.pathname.slice(0, Math.max(1, url.pathname.lastIndexOf('/')));
}

function covers(path: string, asked: string): boolean {
  return asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`);
}

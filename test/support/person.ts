/** A person with a browser and no script: follows redirects on the server, keeps cookies, fills in forms, reads pages. */

/** An answer as the person sees it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Where a redirect led that leaves the server: the relying party's address with its parameters. */
  readonly leftFor: URL | undefined;
}

export interface Person {
  /** Follows redirects within the server; stops at the first page, error, or address elsewhere. */
  open(url: string): Promise<Page>;
  /** Sends the form of the last page with these fields and the button `act`; hidden fields come from the page. */
  act(act: string, fields?: Record<string, string>): Promise<Page>;
  /** Sends the page's form as it is, hidden fields and all, with these fields added: for pages that the protocol engine's forms are on. */
  submit(fields?: Record<string, string>): Promise<Page>;
  /** Sends a form exactly as given to an address, with the headers a browser would send. */
  post(url: string, body: URLSearchParams | string, headers?: Record<string, string>): Promise<Page>;
  readonly page: Page;
  readonly cookies: Map<string, { value: string; path: string }>;
}

/** A new browser without cookies. `headers` go with every request. */
export function newPerson(issuer: string, headers: Record<string, string> = {}): Person {
  const cookies = new Map<string, { value: string; path: string }>();
  let page: Page | undefined;

  const send = async (url: string, init: RequestInit = {}): Promise<Page> => {
    let target = new URL(url, issuer);
    let request: RequestInit = init;
    for (let hop = 0; hop < 15; hop += 1) {
      const response = await fetch(target, {
        ...request,
        redirect: 'manual',
        headers: { Accept: 'text/html', ...headers, ...request.headers, Cookie: cookieHeader(target.pathname) },
      });
      keepCookies(response.headers);
      const location = response.headers.get('location');
      if (location === null) {
        const html = await response.text();
        page = { url: target.href, status: response.status, html, headers: response.headers, leftFor: undefined };
        return page;
      }
      await response.arrayBuffer();
      const next = new URL(location, target);
      if (next.origin !== new URL(issuer).origin) {
        page = { url: target.href, status: response.status, html: '', headers: response.headers, leftFor: next };
        return page;
      }
      target = next;
      request = {};
    }
    throw new Error(`too many redirects, last ${target.href}`);
  };

  const cookieHeader = (path: string) =>
    [...cookies]
      .filter(([, { path: of }]) => path === of || path.startsWith(of.endsWith('/') ? of : `${of}/`))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ');

  const keepCookies = (received: Headers) => {
    for (const line of received.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/);
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const value = pair.slice(at + 1);
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      const gone = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute)) || value === '';
      const key = `${name} ${path}`;
      if (gone) cookies.delete(key);
      else cookies.set(key, { value, path });
    }
  };

  const post = (url: string, body: URLSearchParams | string, more: Record<string, string> = {}) =>
    send(url, {
      method: 'POST',
      body: body.toString(),
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: new URL(issuer).origin,
        'Sec-Fetch-Site': 'same-origin',
        ...more,
      },
    });

  return {
    get page() {
      if (page === undefined) throw new Error('no page was opened');
      return page;
    },
    cookies,
    open: (url) => send(url),
    post,
    act(act, fields = {}) {
      if (page === undefined) throw new Error('no page was opened');
      const form = new URLSearchParams({ csrf: hiddenField(page.html, 'csrf') ?? '', ...fields, act });
      return post(page.url, form);
    },
    submit(fields = {}) {
      const html = page?.html.match(/<form[\s\S]*?<\/form>/)?.[0];
      if (page === undefined || html === undefined) throw new Error('there is no form on the page');
      const action = html.match(/<form[^>]*action="([^"]*)"/)?.[1] ?? page.url;
      const hidden = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
        input.match(/name="([^"]*)"/)?.[1] ?? '',
        plainText(input.match(/value="([^"]*)"/)?.[1] ?? ''),
      ]);
      return post(
        new URL(plainText(action), page.url).href,
        new URLSearchParams({ ...Object.fromEntries(hidden), ...fields }),
      );
    },
  };
}

/** Value of a hidden input. */
export function hiddenField(html: string, name: string): string | undefined {
  const input = html.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`))?.[0];
  return input?.match(/value="([^"]*)"/)?.[1];
}

/** What people read: tags away, entities back, white space folded. */
export function textOf(html: string): string {
  return plainText(html.replace(/<(style|script|title|svg)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** The page's main heading. */
export function headingOf(html: string): string {
  return textOf(html.match(/<h1[\s\S]*?<\/h1>/)?.[0] ?? '');
}

/** Entities back to what they stand for. */
function plainText(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The seed in the page's otpauth link: what scanning the QR code gives. */
export function scannedSeed(html: string): string {
  const link = html.match(/href="(otpauth:[^"]+)"/)?.[1]?.replaceAll('&amp;', '&');
  const secret = link === undefined ? null : new URL(link).searchParams.get('secret');
  if (secret === null) throw new Error(`no otpauth link on the page: ${textOf(html).slice(0, 300)}`);
  return secret;
}

/** The backup codes on the page. */
export function shownBackupCodes(html: string): string[] {
  const list = html.match(/<ol[\s\S]*?<\/ol>/)?.[0] ?? '';
  return [...list.matchAll(/<code[^>]*>([^<]+)<\/code>/g)].map(([, code = '']) => code);
}

/** A browser without a window and without script: follows redirects, keeps cookies, fills in forms. */
import { createCookieJar } from './cookie-jar.js';
import { type Form, formsOf, headingOf } from './page-reader.js';

export interface LoadedPage {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly forms: readonly Form[];
  readonly heading: string;
}

/** Values by autofill token (`username`, `one-time-code` …), or for boxes without one by name. */
export type Values = Readonly<Record<string, string>>;

export interface Browser {
  /** What is on the screen. */
  readonly page: LoadedPage;
  open(url: string): Promise<LoadedPage>;
  /** Presses the button with this value or text, after filling in the form it belongs to. */
  press(button: string, values?: Values): Promise<LoadedPage>;
  /** Whether such a button is on the screen. */
  offers(button: string): boolean;
}

const mostRedirects = 15;

/** With no cookies, as after a fresh installation. */
export function openBrowser(): Browser {
  const jar = createCookieJar();
  let page: LoadedPage = { url: new URL('about:blank'), status: 0, html: '', forms: [], heading: '' };

  async function load(target: URL, init: RequestInit = {}): Promise<LoadedPage> {
    let url = target;
    let request = init;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const cookie = jar.headerFor(url);
      const headers = {
        Accept: 'text/html',
        'Accept-Language': 'en',
        ...request.headers,
        ...(cookie ? { cookie } : {}),
      };
      const answer = await fetch(url, { ...request, headers, redirect: 'manual' });
      jar.keep(url, answer.headers);
      const html = await answer.text();
      const location = answer.headers.get('location');
      if (location === null) {
        page = { url, status: answer.status, html, forms: formsOf(html), heading: headingOf(html) };
        return page;
      }
      url = new URL(location, url);
      request = {};
    }
    throw new Error(`More than ${mostRedirects} redirects, the last to ${url.href}`);
  }

  const formWith = (button: string) =>
    page.forms.find(({ buttons }) => buttons.some(({ value, text }) => value === button || text === button));

  return {
    get page() {
      return page;
    },
    open: (url) => load(new URL(url)),
    offers: (button) => formWith(button) !== undefined,
    async press(button, values = {}) {
      const form = formWith(button);
      if (form === undefined)
        throw new Error(`There is no button "${button}" on "${page.heading}" (${page.url.pathname}).`);
      const body = new URLSearchParams(filledIn(form, button, values));
      const origin = page.url.origin;
      return load(new URL(form.action, page.url), { method: form.method.toUpperCase(), body, headers: { origin } });
    },
  };
}

/** As a browser sends it: hidden fields as they are, boxes only when ticked, the button that was pressed. */
function filledIn(form: Form, button: string, values: Values): [name: string, value: string][] {
  const fields: [string, string][] = [];
  for (const { name, type, autocomplete, value } of form.inputs) {
    if (name === '') continue;
    const typed = values[autocomplete] ?? values[name];
    const isBox = type === 'checkbox' || type === 'radio';
    if (isBox && typed === undefined) continue;
    fields.push([name, isBox ? value : (typed ?? value)]);
  }
  const pressed = form.buttons.find(({ value, text }) => value === button || text === button);
  if (pressed !== undefined && pressed.name !== '') fields.push([pressed.name, pressed.value]);
  return fields;
}

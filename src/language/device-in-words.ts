/** A browser and its device as people call them, for mails and lists. Pure. */
import Bowser from 'bowser';
import type { Locale } from './locale.js';

/** The User-Agent header is whatever the sender likes: only names that we know come out of it. */
const browsers: ReadonlySet<string> = new Set(Object.values(Bowser.BROWSER_MAP));
const systems: ReadonlySet<string> = new Set(Object.values(Bowser.OS_MAP));
/** Devices that people name rather than their system. */
const models: ReadonlySet<string> = new Set(['iPhone', 'iPad']);

const words: Readonly<Record<Locale, { on: string; unknown: string; unknownBrowser: string }>> = {
  en: { on: 'on', unknown: 'unknown device', unknownBrowser: 'a browser' },
  nl: { on: 'op', unknown: 'onbekend apparaat', unknownBrowser: 'een browser' },
};

/** "Firefox on Windows", "Safari on iPhone", "unknown device". Never a piece of the header itself. */
export function deviceInWords(userAgent: string | null | undefined, locale: Locale): string {
  const { on, unknown, unknownBrowser } = words[locale];
  if (!userAgent) return unknown;
  const { browser, os, platform } = Bowser.parse(userAgent);
  const name = known(browser.name, browsers);
  const place = known(platform.model, models) ?? known(os.name, systems);
  if (place === undefined) return name ?? unknown;
  return `${name ?? unknownBrowser} ${on} ${place}`;
}

function known(text: string | undefined, names: ReadonlySet<string>): string | undefined {
  return text !== undefined && names.has(text) ? text : undefined;
}

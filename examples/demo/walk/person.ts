/** A person of the walk: what one does on each page, and what one must find there. */
import { generateSync } from 'otplib';
import type { Clock } from '../../../src/clock.js';
import type { DemoAccount } from '../demo-accounts.js';
import { demoPassword } from '../demo-accounts.js';
import { openBrowser, type Values } from './browser.js';
import type { Claims, Period } from './claims.js';
import { expectThat } from './expect-that.js';
import { linksOf, listedCodesOf, textById } from './page-reader.js';

export interface Person {
  /** Opens the relying party's start page and presses a button there. */
  begin(button: string): Promise<void>;
  /** Returns when it was proved. */
  typePassword(): Promise<Period>;
  /** Takes the key from the enrolment page into the person's phone. */
  scanKey(): void;
  /** The phone's present code. */
  codeOnPhone(): string;
  /** Confirms an enrolment, and returns the backup codes that are shown for it. */
  confirmEnrolment(code: string): Promise<{ readonly backupCodes: readonly string[]; readonly factorAt: Period }>;
  confirmCodesSaved(): Promise<void>;
  /** Answers the challenge. */
  answerChallenge(code: string): Promise<Period>;
  /** Presses a button of Countersign's page, after filling in what its form asks for by these names. */
  press(act: string, values?: Values): Promise<void>;
  /** Opens a page of Countersign itself. */
  openOwn(path: string): Promise<void>;
  /** Follows the link to a page of Countersign whose address matches. */
  follow(address: RegExp): Promise<void>;
  /** Allows the relying party what it asks for, when it is asked about. */
  allowIfAsked(): Promise<void>;
  /** The text of an element of the page. */
  textOf(id: string): string | undefined;
  /** A JSON value that the relying party shows. */
  shown(id: 'id-token' | 'userinfo' | 'introspection' | 'api'): Claims;
  offers(button: string): boolean;
  /** Whether the page says so. */
  reads(words: string): boolean;
  /** In the browser: path, status and heading, for messages. */
  where(): string;
  readonly heading: string;
  /** The same person with the same phone at another browser. */
  inFreshBrowser(): Person;
}

export interface PersonParts {
  readonly account: DemoAccount;
  readonly relyingParty: string;
  /** Where Countersign is. */
  readonly issuer: string;
  /** Of the person's phone. */
  readonly clock: Clock;
  readonly machineClock: Clock;
}

export function createPerson(parts: PersonParts, phone: { seed?: string } = {}): Person {
  const { account, relyingParty, issuer, clock, machineClock } = parts;
  const browser = openBrowser();
  const where = () => `"${browser.page.heading}" (${browser.page.status} ${browser.page.url.pathname})`;

  async function timed(act: () => Promise<unknown>): Promise<Period> {
    const from = machineClock.now();
    await act();
    return { from, to: machineClock.now() };
  }

  return {
    async begin(button) {
      await browser.open(`${relyingParty}/`);
      await browser.press(button);
    },
    typePassword() {
      expectThat(browser.offers('password'), `a sign-in page should be there, not ${where()}`);
      return timed(() => browser.press('password', { username: account.email, 'current-password': demoPassword }));
    },
    scanKey() {
      const link = linksOf(browser.page.html).find((href) => href.startsWith('otpauth://totp/'));
      const seed = link === undefined ? null : new URL(link).searchParams.get('secret');
      expectThat(seed !== null, `an otpauth: link should be on ${where()}`);
      phone.seed = seed;
    },
    codeOnPhone() {
      expectThat(phone.seed !== undefined, 'the phone should have a key by now');
      return generateSync({ secret: phone.seed, epoch: clock.now().getTime() / 1000 });
    },
    async confirmEnrolment(code) {
      const factorAt = await timed(() => browser.press('confirm_enrolment', { 'one-time-code': code }));
      expectThat(browser.offers('codes_saved'), `backup codes should follow the enrolment, not ${where()}`);
      return { factorAt, backupCodes: listedCodesOf(browser.page.html) };
    },
    async confirmCodesSaved() {
      await browser.press('codes_saved', { saved: 'yes' });
    },
    answerChallenge(code) {
      expectThat(browser.offers('verify_factor'), `a challenge should be there, not ${where()}`);
      return timed(() => browser.press('verify_factor', { 'one-time-code': code }));
    },
    async press(act, values) {
      await browser.press(act, values);
    },
    async openOwn(path) {
      await browser.open(`${issuer}${path}`);
    },
    async follow(address) {
      const href = linksOf(browser.page.html).find((link) => address.test(link));
      expectThat(href !== undefined, `a link to ${address.source} should be on ${where()}`);
      await browser.open(new URL(href, browser.page.url).href);
    },
    async allowIfAsked() {
      if (browser.offers('allow')) await browser.press('allow');
    },
    textOf: (id) => textById(browser.page.html, id),
    shown(id) {
      const text = textById(browser.page.html, id);
      expectThat(text !== undefined, `the relying party should show ${id}, not ${where()}`);
      return JSON.parse(text) as Claims;
    },
    offers: (button) => browser.offers(button),
    reads: (words) => browser.page.html.includes(words),
    where,
    get heading() {
      return browser.page.heading;
    },
    inFreshBrowser: () => createPerson(parts, phone),
  };
}

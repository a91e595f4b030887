/** Stories: the back button, reload, double click, a second tab, a lost cookie. Each ends in a sentence and a way forward. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Stage, setStage } from '../support/browser-stage.js';
import {
  claimsOn,
  codesOn,
  enterPassword,
  enterTotp,
  expectHeading,
  follow,
  seedOn,
} from '../support/browser-steps.js';
import type { LoopbackParty } from '../support/loopback-party.js';
import { addEnrolledAccount, type EnrolledAccount, totpCode } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let wiki: LoopbackParty;
let tab: WatchedTab;
let page: Page;
let anna: EnrolledAccount;
let fresh: string;
let count = 0;

beforeAll(async () => {
  stage = await setStage({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
  wiki = await stage.addParty({ client_name: 'Wiki', skip_consent: false, client_uri: 'https://wiki.example/' });
});
afterAll(() => stage?.close());

beforeEach(async () => {
  count += 1;
  anna = await addEnrolledAccount(stage.server, `anna-${count}@example.com`);
  fresh = `fresh-${count}@example.com`;
  await stage.server.addAccount(fresh);
  tab = await stage.openTab();
  page = tab.page;
});
afterEach(() => closeQuietly(tab));

/** The steps of a sign-in: how to come to each of them, its heading, how to go on from it, and what comes then. */
const press = (on: Page, name: string) => follow(on, on.getByRole('button', { name }));
const saveCodes = async (on: Page) => {
  await on.getByRole('checkbox').check();
  await press(on, 'Continue');
};
const toPassword = (on: Page) => on.goto(wiki.startUrl());
const toChallenge = async (on: Page) => {
  await toPassword(on);
  await enterPassword(on, anna.email);
};
const toReminder = async (on: Page) => {
  await toPassword(on);
  await enterPassword(on, fresh);
};
const toEnrolment = async (on: Page) => {
  await toReminder(on);
  await press(on, 'Set up now');
};
const toCodes = async (on: Page) => {
  await toEnrolment(on);
  await enterTotp(stage.server, on, await seedOn(on));
};
const toConsent = async (on: Page) => {
  await toChallenge(on);
  await enterTotp(stage.server, on, anna.seed);
};

const steps = [
  { step: 'password', come: toPassword, heading: 'Sign in', goOn: (on: Page) => enterPassword(on, anna.email) },
  {
    step: 'challenge',
    come: toChallenge,
    heading: 'Enter your verification code',
    goOn: (on: Page) => enterTotp(stage.server, on, anna.seed),
  },
  { step: 'reminder', come: toReminder, heading: 'Protect your account', goOn: (on: Page) => press(on, 'Not now') },
  {
    step: 'enrolment',
    come: toEnrolment,
    heading: 'Set up two-factor authentication',
    goOn: async (on: Page) => enterTotp(stage.server, on, await seedOn(on)),
  },
  { step: 'backup codes', come: toCodes, heading: 'Save your backup codes', goOn: saveCodes },
  { step: 'consent', come: toConsent, heading: 'Allow access?', goOn: (on: Page) => press(on, 'Allow') },
] as const;

/** Follows whatever the pages offer until the browser is back at the application, signed in. */
const finish = async (on: Page) => {
  for (let pages = 0; pages < 8; pages += 1) {
    const heading = await on.locator('h1').textContent();
    if (heading === 'Signed in') return;
    const known = steps.find((one) => one.heading === heading);
    if (known !== undefined) await known.goOn(on);
    else if (heading === 'Your backup codes') await press(on, 'Make new codes');
    else throw new Error(`no way forward from ${heading}`);
    await on.waitForLoadState();
  }
  throw new Error('the sign-in never ends');
};

/** Every page of ours has a form, a link or a sentence that leads on; the browser's own first page has nothing. */
const expectWayForward = async (on: Page) => {
  if (!on.url().startsWith(stage.server.issuer)) return;
  const ways = await on.locator('main').locator('button, a').count();
  if (ways === 0) expect(await on.locator('main').textContent()).toContain('Go back to the application');
};

/** The answer to a form is not kept, so the browser's own page asks whether to send it again; they do. */
const sendAgain = async (on: Page) => {
  await on.waitForURL('chrome-error:**');
  await on.reload();
};

/** Back, as people go back. */
const goBack = async (on: Page) => {
  await on.goBack().catch(() => sendAgain(on));
};

describe.each(steps)('at the step $step', ({ come, heading, goOn }) => {
  beforeEach(async () => {
    await come(page);
    await expectHeading(page, heading);
  });

  test('a reload shows the step again, and it goes on from there', async () => {
    await page.reload();
    await finish(page);
  });

  test('back and forward again lead to where the sign-in stands', async () => {
    await goBack(page);
    await expectWayForward(page);
    await page.goForward().catch(() => sendAgain(page));
    await finish(page);
  });

  test('back from the next page leads to where the sign-in stands, or says that it is over', async () => {
    await goOn(page);
    await goBack(page);
    await expectWayForward(page);
    await page.goto(wiki.startUrl());
    await finish(page);
  });

  test('when a second tab has finished, the first one says so and leads on', async () => {
    const second = await tab.another();
    await second.goto(page.url());
    await finish(second);
    await goOn(page);
    await expectHeading(page, 'This page has expired');
    await expectWayForward(page);
    await page.goto(wiki.startUrl());
    await claimsOn(page);
  });

  test('with its cookies lost it says so, and a new start works', async () => {
    await page.context().clearCookies();
    await goOn(page);
    await expectHeading(page, 'This page has expired');
    expect(await page.locator('main').textContent()).toContain('cookies are switched off');
    expect(await page.getByRole('link', { name: 'Back to Wiki' }).getAttribute('href')).toBe('https://wiki.example/');
    await page.goto(wiki.startUrl());
    if (heading !== 'Save your backup codes') await finish(page);
  });
});

test('sign-ins begun in two tabs both come to their end', async () => {
  const second = await tab.another();
  await toChallenge(page);
  await toChallenge(second);
  await finish(page);
  await finish(second);
});

test('a double click sends once: the backup codes are still shown', async () => {
  await toEnrolment(page);
  const seed = await seedOn(page);
  const slow = await page.context().newCDPSession(page);
  const latency = 300;
  await slow.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.locator('input[autocomplete=one-time-code]').fill(totpCode(stage.server, seed));
  stage.server.clock.move(30);
  const verify = page.getByRole('button', { name: 'Verify' });
  await verify.evaluate((button: HTMLElement) => {
    button.click();
    setTimeout(() => button.click(), 150);
  });
  await expectHeading(page, 'Save your backup codes');
  expect(await codesOn(page)).toHaveLength(10);
});

/** Looks at a page as people with all kinds of screens do, and fails with a list of what is in their way. */
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible } from './browser.js';

const height = 900;
/** CSS pixels: the narrowest screen that pages must fit (WCAG 1.4.10), a small phone, a desk. */
const narrowest = 320;
const phone = 360;
const desk = 1280;
/** What browsers begin with. */
const ordinaryLetters = 16;

/**
 * Small and wide, light and dark: no violation that axe knows of, and nothing beyond the edge; also at 320 pixels, and with
 * letters twice as large (WCAG 1.4.4), on a phone too. With `TEST_SCREENSHOTS` a picture of each is kept in that folder.
 */
export async function expectSound(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  const beyond: string[] = [];
  for (const width of [phone, desk]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await takePicture(page, `${name}-${width}-${colorScheme}`);
      await expectAccessible(page);
    }
    beyond.push(...(await beyondEdges(page)));
    beyond.push(...(await withLargeLetters(page, () => beyondEdges(page))));
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: narrowest, height });
  beyond.push(...(await beyondEdges(page)));
  if (before !== null) await page.setViewportSize(before);
  expect({ name, beyond }).toEqual({ name, beyond: [] });
}

/** Keeps a picture of the whole page when the run was asked for them. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_SCREENSHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** What people would have to scroll sideways for, or could not see at all: the card clips what is wider than itself. */
async function beyondEdges(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide on ${clientWidth} px`] : [];
    for (const element of Array.from(document.querySelectorAll('body *:not(.visually-hidden, svg *)'))) {
      const box = element.getBoundingClientRect();
      if (box.width === 0) continue;
      const within = element.parentElement?.closest('main')?.getBoundingClientRect();
      const isOutside = box.right > (within?.right ?? clientWidth) + 0.5 || box.left < (within?.left ?? 0) - 0.5;
      // An address may be longer than its field; a code must not.
      const mayScroll = element.matches('input:not(.code)');
      const isWider = element.scrollWidth > element.clientWidth + 1;
      const isCut = isWider && !mayScroll && getComputedStyle(element).overflowX !== 'visible';
      if (isOutside || isCut) found.push(`${clientWidth} px: ${element.outerHTML.slice(0, 120)}`);
    }
    return found;
  });
}

/** With letters twice as large, as people choose them in the browser's settings. */
async function withLargeLetters<Result>(page: Page, work: () => Promise<Result>): Promise<Result> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 2 * ordinaryLetters } });
  await page.waitForFunction(
    (size) => getComputedStyle(document.documentElement).fontSize === size,
    `${2 * ordinaryLetters}px`,
  );
  const result = await work();
  await session.send('Page.setFontSizes', { fontSizes: { standard: ordinaryLetters } });
  await page.waitForFunction(
    (size) => getComputedStyle(document.documentElement).fontSize === size,
    `${ordinaryLetters}px`,
  );
  await session.detach();
  return result;
}

/** A real browser: the machine's Chromium when there is one, else the one inside the npm package @sparticuz/chromium. */
import { accessSync, constants } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import machineIndependent from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

const machineChromiums = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Starts a browser without windows; close it after the test. `TEST_BROWSER` may name another executable.
 * The arguments are ours, not the package's, which switch web security off.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath =
    process.env.TEST_BROWSER ?? machineChromiums.find(canRun) ?? (await machineIndependent.executablePath());
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--headless=shell'] });
}

/** Fails with the list of what is wrong unless axe finds the page accessible (WCAG 2.2 A and AA, and best practices). */
export async function expectAccessible(page: Page): Promise<void> {
  // The legacy mode does without a page of its own for the result, and is twice as fast; it leaves out foreign frames.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(told).toEqual([]);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

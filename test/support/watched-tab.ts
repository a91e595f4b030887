/** A tab that notes what goes wrong in it without anybody seeing it: policy violations, failed requests, requests elsewhere, faults. */
import { expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface WatchedTab {
  readonly page: Page;
  /** What went wrong so far, a line each. */
  readonly complaints: readonly string[];
  /** Another tab of the same browser, watched too: they share cookies and complaints. */
  another(): Promise<Page>;
  close(): Promise<void>;
}

/** A second click, a download or a closed tab ends a navigation; and browsers ask before they send a form again. */
const harmless = ['net::ERR_ABORTED', 'net::ERR_CACHE_MISS'];

/** Opens one in a browser of its own: without cookies. `origins` are those that pages may ask for anything. */
export async function openTab(
  browser: Browser,
  origins: readonly string[],
  options: BrowserContextOptions = {},
): Promise<WatchedTab> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:' && !origins.includes(origin))
      complaints.push(`asked elsewhere: ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    const because = request.failure()?.errorText ?? 'unknown';
    if (!(request.isNavigationRequest() && harmless.includes(because)))
      complaints.push(`failed: ${request.url()}: ${because}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`answered ${response.status()}: ${response.url()}`);
  });
  context.on('console', (message) => {
    // Refused forms are answered with 4xx on purpose.
    const isRefusal = /^Failed to load resource: the server responded with a status of 4/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(`script: ${error.error().message}`));
  const page = await context.newPage();
  return { page, complaints, another: () => context.newPage(), close: () => context.close() };
}

/** Fails with what went wrong in the tab, then closes it. */
export async function closeQuietly(tab: WatchedTab): Promise<void> {
  const { complaints } = tab;
  await tab.close();
  expect(complaints).toEqual([]);
}

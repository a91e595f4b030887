/** The browser of the other tests is a real one: it enforces the policies we send. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { expectAccessible, launchBrowser } from '../support/browser.js';

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>Test</title></head><body><main><h1>Test</h1>${body}</main></body></html>`;

let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', "default-src 'none'");
    const label = request.url === '/unlabelled' ? '' : '<label for="code">Code</label>';
    response.end(page(`${label}<input id="code"><script>document.title = 'script ran'</script>`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

test('a content security policy keeps a script from running', async () => {
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  await tab.goto(origin);
  expect(await tab.title()).toBe('Test');
  expect(complaints.join()).toContain('Content Security Policy');
  await tab.close();
});

test('a page without barriers passes, and a field without a label is found', async () => {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(origin);
  await expectAccessible(tab);
  await tab.goto(`${origin}/unlabelled`);
  await expect(expectAccessible(tab)).rejects.toThrow('label');
  await context.close();
});

/** Story: the example single-page app, a public client with oidc-client-ts, signs people in, renews and signs out in the browser. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createSpaApp } from '../../examples/spa/spa-app.js';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { expectAccessible, launchBrowser } from '../support/browser.js';
import { enterPassword, enterTotp, expectHeading, seedOn } from '../support/browser-steps.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { closeQuietly, openTab, type WatchedTab } from '../support/watched-tab.js';

let browser: Browser;
let server: TestServer;
let app: Server;
let origin: string;
let clientId: string;
let anna: EnrolledAccount;
let tab: WatchedTab;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
  let handler: RequestListener = () => {};
  app = await serve((request, response) => handler(request, response));
  origin = originOf(app);
  ({ clientId } = await server.addClient({
    client_name: 'Single-page app',
    redirect_uris: [`${origin}/`],
    post_logout_redirect_uris: [`${origin}/`],
    token_endpoint_auth_method: 'none',
    application_type: 'web',
  }));
  handler = createSpaApp({ issuer: server.issuer, clientId }).callback();
  anna = await addEnrolledAccount(server, 'anna@example.com', { name: 'Anna' });
});
afterAll(async () => {
  await browser?.close();
  app?.closeAllConnections();
  app?.close();
  await server?.stop();
});

beforeEach(async () => {
  tab = await openTab(browser, [server.issuer, origin]);
  page = tab.page;
  await page.goto(origin);
});
afterEach(() => closeQuietly(tab));

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const status = (text: string) => page.getByText(text, { exact: true }).waitFor();
/** Fails unless the app gets new tokens for its refresh token. */
const renew = async () => {
  const [answer] = await Promise.all([page.waitForResponse(`${server.issuer}/token`), press('Refresh')]);
  expect(answer.status()).toBe(200);
};
const claims = async (): Promise<Record<string, unknown>> =>
  JSON.parse((await page.locator('#claims').textContent()) ?? '');

test('signs in with a second factor: the tokens come across origins, the claims are shown', async () => {
  await status('Not signed in.');
  await expectAccessible(page);
  const token = page.waitForResponse(`${server.issuer}/token`);
  await press('Sign in');
  await expectHeading(page, 'Sign in');
  await enterPassword(page, anna.email);
  await enterTotp(server, page, anna.seed);
  await status(`Signed in as ${anna.email}, with a second factor.`);
  expect((await token).headers()['access-control-allow-origin']).toBe(origin);
  expect(await claims()).toMatchObject({ sub: anna.account.id, name: 'Anna', email: anna.email });
  expect(assuranceOf(await claims())).toEqual(twoFactors);
  expect(new URL(page.url()).search).toBe('');
  await expectAccessible(page);
});

test('renews with the refresh token: a new one each time, the claims of the same sign-in', async () => {
  await press('Sign in');
  await enterPassword(page, anna.email);
  await enterTotp(server, page, anna.seed);
  await status(`Signed in as ${anna.email}, with a second factor.`);
  const before = assuranceOf(await claims());
  for (let renewals = 0; renewals < 2; renewals += 1) {
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    await renew();
    await page.waitForFunction((former) => JSON.stringify(sessionStorage) !== former, kept);
  }
  expect(assuranceOf(await claims())).toEqual(before);
  await page.reload();
  await status(`Signed in as ${anna.email}, with a second factor.`);
});

test('signs in with the password, steps up through the set-up, and has both afterwards', async () => {
  await server.addAccount('paul@example.com');
  await press('Sign in');
  await enterPassword(page, 'paul@example.com');
  await status('Signed in as paul@example.com, with a password only.');
  expect(assuranceOf(await claims())).toEqual(passwordOnly);
  await press('Step up');
  await enterTotp(server, page, await seedOn(page));
  await page.getByRole('checkbox').check();
  await press('Continue');
  await status('Signed in as paul@example.com, with a second factor.');
  expect(assuranceOf(await claims())).toEqual(twoFactors);
});

test('signs out, and the next sign-in asks again', async () => {
  await press('Sign in');
  await enterPassword(page, anna.email);
  await enterTotp(server, page, anna.seed);
  await status(`Signed in as ${anna.email}, with a second factor.`);
  await press('Sign out');
  await expectHeading(page, 'Sign out?');
  await press('Sign out');
  await status('Not signed in.');
  expect(page.url()).toBe(`${origin}/`);
  await press('Sign in');
  await expectHeading(page, 'Sign in');
});

test('cancelled, it says so and is not signed in', async () => {
  await press('Sign in');
  await press('Cancel');
  await page.getByText('That did not work:').waitFor();
  expect(await page.locator('#signed-out').isVisible()).toBe(true);
});

test('a page elsewhere reads nothing, even with the tokens in its hands', async () => {
  await press('Sign in');
  await enterPassword(page, anna.email);
  await enterTotp(server, page, anna.seed);
  await status(`Signed in as ${anna.email}, with a second factor.`);
  const kept = await page.evaluate(() => sessionStorage.getItem(sessionStorage.key(0) ?? '') ?? '');
  const { access_token, refresh_token } = JSON.parse(kept) as { access_token: string; refresh_token: string };
  const stranger = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<!doctype html><html lang="en"><title>Elsewhere</title><link rel="icon" href="data:,">');
  });
  const elsewhere = await browser.newPage();
  await elsewhere.goto(originOf(stranger));
  const read = (path: string, init: RequestInit) =>
    elsewhere.evaluate(
      async ([url, how]) => {
        try {
          return (await fetch(url, how)).status;
        } catch {
          return 'refused';
        }
      },
      [`${server.issuer}${path}`, init] as const,
    );
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id: clientId }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  expect(await read('/token', { method: 'POST', headers, body: form })).toBe('refused');
  expect(await read('/userinfo', { headers: { Authorization: `Bearer ${access_token}` } })).toBe('refused');
  await elsewhere.close();
  stranger.closeAllConnections();
  stranger.close();
  await renew();
});

async function serve(handler: RequestListener): Promise<Server> {
  const http = createServer(handler);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return http;
}

function originOf(http: Server): string {
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

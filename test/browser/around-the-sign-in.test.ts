/** Stories around the sign-in: connecting a device, signing out, and the pages that say that something is wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { claimsOn, enterPassword, enterTotp, expectHeading, expectRefused, follow } from '../support/browser-steps.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let anna: EnrolledAccount;
let tab: WatchedTab;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  anna = await addEnrolledAccount(stage.server, 'anna@example.com');
});
afterAll(() => stage?.close());

beforeEach(async () => {
  tab = await stage.openTab();
  page = tab.page;
});
afterEach(() => closeQuietly(tab));

const press = (name: string) => follow(page, page.getByRole('button', { name }));
const said = () => page.locator('main').textContent();
const signIn = async () => {
  await enterPassword(page, anna.email);
  await enterTotp(stage.server, page, anna.seed);
};

describe('a device without a keyboard', () => {
  const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
  let clientId: string;
  let shown: { user_code: string; device_code: string; verification_uri: string; verification_uri_complete: string };

  const post = async (path: string, form: Record<string, string>): Promise<unknown> =>
    (await fetch(`${stage.server.issuer}${path}`, { method: 'POST', body: new URLSearchParams(form) })).json();
  const answerToDevice = () =>
    post('/token', { grant_type: deviceGrant, device_code: shown.device_code, client_id: clientId });

  beforeAll(async () => {
    const television = {
      client_name: 'Television',
      redirect_uris: [],
      grant_types: [deviceGrant],
      token_endpoint_auth_method: 'none' as const,
    };
    ({ clientId } = await stage.server.addClient(television));
  });
  beforeEach(async () => {
    shown = (await post('/device/auth', { client_id: clientId, scope: 'openid' })) as typeof shown;
    await page.goto(shown.verification_uri);
  });
  const field = () => page.getByLabel('Code on your device');

  test('is connected after code, comparison and both factors; it gets its tokens', async () => {
    await field().fill('AAAA-AAAA');
    await press('Continue');
    await expectRefused(page, field(), 'That code is not right, or it has expired.');
    expect(await field().inputValue()).toBe('AAAA-AAAA');
    await field().fill(shown.user_code.toLowerCase().replace('-', ' '));
    await press('Continue');
    await expectHeading(page, 'Is this your device?');
    expect(await page.locator('.user-code').textContent()).toBe(shown.user_code);
    await press('Continue');
    await signIn();
    await expectHeading(page, 'Your device is connected');
    const { id_token: idToken } = (await answerToDevice()) as { id_token: string };
    const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
    expect(assuranceOf(claims as object)).toEqual(twoFactors);
    await page.reload();
    expect(await said()).toMatch(/Go back to the application|Your device is connected|Code on your device/);
  });

  test('the link on its screen leads to the comparison; cancelled there, it is not connected', async () => {
    await page.goto(shown.verification_uri_complete);
    await expectHeading(page, 'Is this your device?');
    await press('Cancel');
    await page.getByText('You stopped the sign-in. The device was not connected.').waitFor();
    expect(await answerToDevice()).toMatchObject({ error: 'access_denied' });
  });
});

describe('signing out', () => {
  beforeEach(async () => {
    await page.goto(stage.party.startUrl());
    await signIn();
    await claimsOn(page);
    await page.goto(stage.party.endUrl);
    await expectHeading(page, 'Sign out?');
  });

  test('is asked about, leads back to the application, and the back button does not sign in again', async () => {
    await press('Sign out');
    await expectHeading(page, 'Signed out');
    await page.goBack();
    await page.goto(stage.party.startUrl());
    await expectHeading(page, 'Sign in');
  });

  test('can be declined', async () => {
    await press('Stay signed in');
    await page.waitForURL(`${stage.party.origin}/**`);
    await page.goto(stage.party.startUrl({ prompt: 'none' }));
    await claimsOn(page);
  });

  test('in a tab whose form another tab has replaced, or sent before, says so and leads on', async () => {
    const second = await tab.another();
    await second.goto(stage.party.endUrl);
    await press('Sign out');
    await expectHeading(page, 'This page has expired');
    expect(await said()).toContain('another tab has taken its place');
    await follow(page, page.getByRole('link', { name: 'Sign out' }));
    await press('Sign out');
    await expectHeading(page, 'You are signed out');
    await follow(second, second.getByRole('button', { name: 'Sign out' }));
    await expectHeading(second, 'This page has expired');
    await follow(second, second.getByRole('link', { name: 'Sign out' }));
    await expectHeading(second, 'You are signed out');
  });
});

describe('something is wrong', () => {
  test.each([
    ['/authorize?client_id=unknown', 'This request cannot be handled', 400],
    ['/nowhere', 'Page not found', 404],
    ['/interaction/unknown', 'This page has expired', 410],
    ['/authorize/unknown', 'This page has expired', 410],
  ])('%s says so in a title that begins with "Error:", and says what to do', async (path, heading, status) => {
    const answer = await page.goto(`${stage.server.issuer}${path}`);
    expect(answer?.status()).toBe(status);
    await expectHeading(page, heading);
    expect(await page.title()).toBe(`Error: ${heading} · 127.0.0.1`);
    expect(await said()).toMatch(/Go back|Start from the application/);
  });

  test('an address that the application did not register is not followed', async () => {
    const evil = 'https://evil.example/callback';
    const query = new URLSearchParams({ client_id: stage.party.clientId, redirect_uri: evil, response_type: 'code' });
    await page.goto(`${stage.server.issuer}/authorize?${query}`);
    await expectHeading(page, 'This request cannot be handled');
    expect(await page.getByRole('link').count()).toBe(0);
  });

  test('the page at the root says what this server is', async () => {
    await page.goto(stage.server.issuer);
    await expectHeading(page, 'Welcome');
    expect(await said()).toContain('Start from the application that you want to use');
  });
});

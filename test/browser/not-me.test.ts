/** "This wasn't me" in a real browser: sound on every screen, at work without script, and quiet about its address. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { mailLinkToken } from '../../src/mail/mail-link.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { expectHeading, follow } from '../support/browser-steps.js';
import { testKeyRing } from '../support/key-ring.js';
import { expectSound } from '../support/page-audit.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

let stage: Stage;
let plain: WatchedTab;
let scripted: WatchedTab;
let link: string;

beforeAll(async () => {
  stage = await setStage();
  const { account } = await addEnrolledAccount(stage.server, 'anna@example.com');
  await stage.server.deliverMail();
  const { rows } = await sql<{ id: string }>`SELECT id FROM mail WHERE account_id = ${account.id}::uuid`.execute(
    stage.server.database,
  );
  link = `${stage.server.issuer}/account/not-me?token=${mailLinkToken(testKeyRing(), rows[0]?.id ?? '')}`;
  plain = await stage.openTab({ javaScriptEnabled: false });
  scripted = await stage.openTab();
});
afterAll(async () => {
  await closeQuietly(scripted);
  await closeQuietly(plain);
  await stage?.close();
});

test('what happened, confirming, what was done, and the used link', async () => {
  await scripted.page.goto(link);
  await expectHeading(scripted.page, 'Was this not you?');
  await expectSound(scripted.page, 'not-me');

  const referers: (string | undefined)[] = [];
  plain.page.on('request', (request) => referers.push(request.headers().referer));
  await plain.page.goto(link);
  await follow(plain.page, plain.page.getByRole('button', { name: 'It wasn’t me' }));
  await expectHeading(plain.page, 'Your account is closed to others');
  expect(plain.page.url()).not.toContain('token');
  expect(referers.filter((referer) => referer?.includes('token'))).toEqual([]);

  await scripted.page.goto(`${stage.server.issuer}/account/not-me?done=1`);
  await expectSound(scripted.page, 'not-me-done');
  await scripted.page.goto(link);
  await expectHeading(scripted.page, 'This link does not work any more');
  await expectSound(scripted.page, 'not-me-gone');
});

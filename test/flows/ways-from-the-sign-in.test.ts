/** Story: somebody who cannot sign in looks for a way; somebody who only wants to see their account comes to it. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { newPerson, textOf } from '../support/person.js';
import { newRelyingParty } from '../support/relying-party.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
afterEach(() => server?.stop());

const pathsOn = (html: string) => [...html.matchAll(/<a [^>]*href="(\/[^"]*)"/g)].map(([, path]) => path);

describe.each([
  ['closed', ['/account/forgot-password', '/account/help']],
  ['approval', ['/account/forgot-password', '/account/sign-up', '/account/help']],
  ['open', ['/account/forgot-password', '/account/sign-up', '/account/help']],
])('with sign-up %s', (signUp, paths) => {
  test('the password page leads to what there is, and each of it answers without a session', async () => {
    server = await startTestServer({ env: { SIGN_UP: signUp } });
    const party = await newRelyingParty(server, await server.addClient());
    const person = newPerson(server.issuer);
    const page = await person.open(await party.authorizationUrl());
    expect(pathsOn(page.html)).toEqual(paths);
    for (const path of paths) expect((await newPerson(server.issuer).open(path)).status).toBe(200);
  });
});

test('the page at the root leads to the account, whose sign-in is called so in the language of the person', async () => {
  server = await startTestServer();
  const home = await newPerson(server.issuer).open('/');
  expect(pathsOn(home.html)).toContain('/account');
  for (const [language, words] of [
    ['en', 'Continue to Your account'],
    ['nl', 'Doorgaan naar Je account'],
  ] as const) {
    const page = await newPerson(server.issuer, { 'Accept-Language': language }).open('/account');
    expect(textOf(page.html)).toContain(words);
  }
});

test('help has a place of its own for each question, and is not kept from anybody', async () => {
  server = await startTestServer();
  const page = await newPerson(server.issuer).open('/account/help');
  const anchors = [...page.html.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor);
  expect(anchors).toContain('lost-phone');
  for (const anchor of anchors) expect(page.html).toContain(`<section class="answer" id="${anchor}"`);
});

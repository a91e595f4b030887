/** Story: two people share a browser. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson, type Page, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  signInWithTotp,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** The engine signs the first person out with a form that a browser without script shows as a button. */
const goOn = async (person: Person, page: Page): Promise<Page> => (page.leftFor === undefined ? person.submit() : page);

describe.each(databaseKinds)('a second person in the same browser, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
    await server.addAccount('paul@example.com');
  });
  afterAll(() => server?.stop());

  test('gets their own claims, not those of the first one’s second factor', async () => {
    const browser = newPerson(server.issuer);
    const first = await party.redeem(
      (await signInWithTotp(server, browser, await party.authorizationUrl(), anna)).leftFor,
    );
    expect(assuranceOf(first.claims())).toEqual(twoFactors);

    await browser.open(await party.authorizationUrl({ prompt: 'login' }));
    const page = await goOn(browser, await typePassword(browser, 'paul@example.com'));
    const second = await party.redeem(page.leftFor);
    expect(second.claims()?.sub).not.toBe(first.claims()?.sub);
    expect(assuranceOf(second.claims())).toEqual(passwordOnly);
    expect(assuranceOf(await party.userInfo(second))).toEqual(passwordOnly);

    const silent = await party.redeem((await browser.open(await party.authorizationUrl({ prompt: 'none' }))).leftFor);
    expect(silent.claims()?.sub).toBe(second.claims()?.sub);
    expect(assuranceOf(silent.claims())).toEqual(passwordOnly);
  });

  test('ends the first one’s session with it', async () => {
    const browser = newPerson(server.issuer);
    const first = await party.redeem(
      (await signInWithTotp(server, browser, await party.authorizationUrl(), anna)).leftFor,
    );
    await browser.open(await party.authorizationUrl({ prompt: 'login' }));
    await goOn(browser, await typePassword(browser, 'paul@example.com'));
    await expect(party.refresh(first.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await party.introspect(first.access_token)).toEqual({ active: false });
  });

  test('with a factor of their own is challenged for that one', async () => {
    const berta = await addEnrolledAccount(server, 'berta@example.com');
    const browser = newPerson(server.issuer);
    await signInWithTotp(server, browser, await party.authorizationUrl(), anna);
    await browser.open(await party.authorizationUrl({ prompt: 'login' }));
    await typePassword(browser, berta.email);
    const wrong = await typeTotp(server, browser, anna.seed);
    expect(wrong.status).toBe(422);
    const tokens = await party.redeem((await goOn(browser, await typeTotp(server, browser, berta.seed))).leftFor);
    expect(tokens.claims()?.sub).toBe(berta.account.id);
    expect(assuranceOf(tokens.claims())).toEqual(twoFactors);
  });

  test('who takes over in the middle of a step-up proves everything themselves', async () => {
    const demand = { acr_values: 'urn:countersign:acr:mfa' };
    const browser = newPerson(server.issuer);
    const weak = await signInWithPassword(browser, await party.authorizationUrl(), 'paul@example.com');
    const paul = await party.redeem(weak.leftFor);
    await browser.open(await party.authorizationUrl(demand));
    expect(headingOf((await browser.act('switch_account')).html)).toBe('Sign in');
    expect(headingOf((await typePassword(browser, anna.email)).html)).toBe('Enter your verification code');
    const tokens = await party.redeem((await goOn(browser, await typeTotp(server, browser, anna.seed))).leftFor);
    expect(tokens.claims()?.sub).toBe(anna.account.id);
    expect(assuranceOf(tokens.claims())).toEqual(twoFactors);
    await expect(party.refresh(paul.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('a relying party that expects the first one (id_token_hint) gets an error, not the second one', async () => {
    const browser = newPerson(server.issuer);
    const first = await party.redeem(
      (await signInWithTotp(server, browser, await party.authorizationUrl(), anna)).leftFor,
    );
    await browser.open(await party.authorizationUrl({ prompt: 'login' }));
    await goOn(browser, await typePassword(browser, 'paul@example.com'));
    const hint = await party.authorizationUrl({ prompt: 'none', id_token_hint: first.id_token ?? '' });
    expect((await browser.open(hint)).leftFor?.searchParams.get('error')).toBe('login_required');
  });
});

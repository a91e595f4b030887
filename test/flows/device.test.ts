/** Story: a television without a keyboard is signed in with a phone (RFC 8628). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson, type Page, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithTotp,
  typePassword,
  typeTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

describe.each(databaseKinds)('the device flow, on %s', (kind) => {
  let server: TestServer;
  let television: RelyingParty;
  let anna: EnrolledAccount;
  const registration = {
    client_name: 'Television',
    grant_types: [grantType, 'refresh_token'],
    redirect_uris: [],
    token_endpoint_auth_method: 'none',
  } as const;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    television = await newRelyingParty(server, await server.addClient(registration));
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  const begin = (parameters: Record<string, string> = {}, by = television) =>
    oidc.initiateDeviceAuthorization(by.config, { scope: 'openid email', ...parameters });
  const poll = (deviceCode: string, by = television) =>
    oidc.genericGrantRequest(by.config, grantType, { device_code: deviceCode });
  /** The phone: the code typed and confirmed. */
  const confirm = async (person: Person, userCode: string): Promise<Page> => {
    await person.open(`${server.issuer}/device`);
    await person.submit({ user_code: userCode });
    return person.submit();
  };

  test('code, comparison, password, TOTP; then the television has tokens that say so', async () => {
    const begun = await begin();
    expect(begun.verification_uri).toBe(`${server.issuer}/device`);
    await expect(poll(begun.device_code)).rejects.toMatchObject({ error: 'authorization_pending' });

    const phone = newPerson(server.issuer);
    const asked = await phone.open(begun.verification_uri);
    expect(headingOf(asked.html)).toBe('Connect a device');
    const compared = await phone.submit({ user_code: begun.user_code.toLowerCase() });
    expect(headingOf(compared.html)).toBe('Is this your device?');
    expect(textOf(compared.html)).toContain(begun.user_code);
    expect(textOf(compared.html)).toContain('Television wants to sign in with your account on a device.');

    expect(headingOf((await phone.submit()).html)).toBe('Sign in');
    await typePassword(phone, anna.email);
    await expect(poll(begun.device_code)).rejects.toMatchObject({ error: 'authorization_pending' });
    const done = await typeTotp(server, phone, anna.seed);
    expect(headingOf(done.html)).toBe('Your device is connected');

    const tokens = await poll(begun.device_code);
    expect(tokens.claims()?.sub).toBe(anna.account.id);
    expect(assuranceOf(tokens.claims())).toEqual(twoFactors);
    expect(assuranceOf(await television.userInfo(tokens))).toEqual(assuranceOf(tokens.claims()));
    expect(assuranceOf((await television.refresh(tokens.refresh_token)).claims())).toEqual(
      assuranceOf(tokens.claims()),
    );
    await expect(poll(begun.device_code)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('the complete address fills the code in, and still asks for the comparison', async () => {
    const begun = await begin();
    const phone = newPerson(server.issuer);
    await phone.open(begun.verification_uri_complete ?? '');
    const compared = await phone.submit();
    expect(headingOf(compared.html)).toBe('Is this your device?');
  });

  test('cancelled at the comparison: the television is told access_denied', async () => {
    const begun = await begin();
    const phone = newPerson(server.issuer);
    await phone.open(begun.verification_uri);
    await phone.submit({ user_code: begun.user_code });
    const page = await phone.submit({ abort: 'yes' });
    expect(textOf(page.html)).toContain('You stopped the sign-in. The device was not connected.');
    await expect(poll(begun.device_code)).rejects.toMatchObject({ error: 'access_denied' });
  });

  test('cancelled at the password: the television is told access_denied', async () => {
    const begun = await begin();
    const phone = newPerson(server.issuer);
    await confirm(phone, begun.user_code);
    const page = await phone.act('cancel');
    expect(textOf(page.html)).toContain('You stopped the sign-in.');
    await expect(poll(begun.device_code)).rejects.toMatchObject({ error: 'access_denied' });
  });

  test('a wrong code says so and asks again', async () => {
    const phone = newPerson(server.issuer);
    await phone.open(`${server.issuer}/device`);
    const page = await phone.submit({ user_code: 'BBBB-BBBB' });
    expect(headingOf(page.html)).toBe('Connect a device');
    expect(textOf(page.html)).toContain('That code is not right, or it has expired.');
  });

  test('a second factor that the device’s request demands is set up on the phone', async () => {
    await server.addAccount('paul@example.com');
    const begun = await begin({ acr_values: 'urn:countersign:acr:mfa' });
    const phone = newPerson(server.issuer);
    await confirm(phone, begun.user_code);
    expect(headingOf((await typePassword(phone, 'paul@example.com')).html)).toBe('Set up two-factor authentication');
    const { page } = await enrol(server, phone);
    expect(headingOf(page.html)).toBe('Your device is connected');
    expect(assuranceOf((await poll(begun.device_code)).claims())).toEqual(twoFactors);
  });

  test('a television that demands a second factor by its registration gets one, whatever session the phone has', async () => {
    const strict = await newRelyingParty(server, await server.addClient({ ...registration, require_mfa: true }));
    const mary = await server.addAccount('mary@example.com');
    const phone = newPerson(server.issuer);
    const first = await begin();
    await confirm(phone, first.user_code);
    await typePassword(phone, mary.email);
    expect(assuranceOf((await poll(first.device_code)).claims())).toMatchObject({ amr: ['pwd'] });

    const begun = await begin({}, strict);
    expect(headingOf((await confirm(phone, begun.user_code)).html)).toBe('Set up two-factor authentication');
    await expect(poll(begun.device_code, strict)).rejects.toMatchObject({ error: 'authorization_pending' });
  });

  test('a phone that is signed in already only compares the codes; the television learns of that sign-in', async () => {
    const party = await newRelyingParty(server, await server.addClient());
    const phone = newPerson(server.issuer);
    const claims = (
      await party.redeem((await signInWithTotp(server, phone, await party.authorizationUrl(), anna)).leftFor)
    ).claims();
    const begun = await begin();
    expect(headingOf((await confirm(phone, begun.user_code)).html)).toBe('Your device is connected');
    expect(assuranceOf((await poll(begun.device_code)).claims())).toEqual(assuranceOf(claims));
  });

  test('consent is asked for a television that is not our own', async () => {
    const foreign = await newRelyingParty(server, await server.addClient({ ...registration, skip_consent: false }));
    const begun = await begin({}, foreign);
    const phone = newPerson(server.issuer);
    await confirm(phone, begun.user_code);
    await typePassword(phone, anna.email);
    expect(headingOf((await typeTotp(server, phone, anna.seed)).html)).toBe('Allow access?');
    expect(headingOf((await phone.act('allow')).html)).toBe('Your device is connected');
    expect(assuranceOf((await poll(begun.device_code, foreign)).claims())).toEqual(twoFactors);
  });
});

/** Story: an application demands a second factor, or a level of assurance by one of its names. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { assuranceOf, passwordOnly, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  enrol,
  signInWithPassword,
  signInWithTotp,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const pwd = 'urn:countersign:acr:pwd';
const mfa = 'urn:countersign:acr:mfa';
const refedsSfa = 'https://refeds.org/profile/sfa';
const refedsMfa = 'https://refeds.org/profile/mfa';
const pape = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';
const idToken = (acr: object) => ({ claims: JSON.stringify({ id_token: { acr } }) });
const enrolmentTitle = 'Set up two-factor authentication';

describe.each(databaseKinds)('assurance demanded by an application, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let person: Person;
  let paul: string;
  let count = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  beforeEach(async () => {
    count += 1;
    paul = `paul-${count}@example.com`;
    await server.addAccount(paul);
    person = newPerson(server.issuer);
  });

  const demands: [string, Record<string, string>][] = [
    ['acr_values', { acr_values: mfa }],
    ['acr_values, REFEDS', { acr_values: refedsMfa }],
    ['acr_values, PAPE', { acr_values: pape }],
    ['acr_values that name an unknown value too', { acr_values: `urn:example:gold ${mfa}` }],
    ['an essential acr', idToken({ essential: true, value: mfa })],
    ['an essential acr among values', idToken({ essential: true, values: ['urn:example:gold', refedsMfa] })],
    ['a voluntary acr', idToken({ value: mfa })],
    [
      'an essential acr of userinfo',
      { claims: JSON.stringify({ userinfo: { acr: { essential: true, value: mfa } } }) },
    ],
    [
      'an essential acr, with acr_values edited to ask for less',
      { ...idToken({ essential: true, value: mfa }), acr_values: pwd },
    ],
    [
      'an essential acr among values, with acr_values edited to ask for less',
      { ...idToken({ essential: true, values: [mfa] }), acr_values: pwd },
    ],
    [
      'acr_values, with an essential acr that asks for less',
      { ...idToken({ essential: true, value: pwd }), acr_values: mfa },
    ],
  ];

  test.each(demands)(
    '%s: whoever has no factor sets one up at once, and cannot put it off',
    async (_name, parameters) => {
      const page = await signInWithPassword(person, await party.authorizationUrl(parameters), paul);
      expect(headingOf(page.html)).toBe(enrolmentTitle);
      expect(textOf(page.html)).toContain('Test application requires this.');
      expect((await person.act('not_now')).leftFor).toBeUndefined();
    },
  );

  test('the enrolment on the spot ends in the tokens that were demanded', async () => {
    await signInWithPassword(person, await party.authorizationUrl({ acr_values: mfa }), paul);
    const { page } = await enrol(server, person);
    const tokens = await party.redeem(page.leftFor);
    expect(assuranceOf(tokens.claims())).toEqual(twoFactors);
    expect(assuranceOf(await party.userInfo(tokens))).toEqual(assuranceOf(tokens.claims()));
  });

  const names: [string, Record<string, string>, string][] = [
    ['nothing', {}, mfa],
    ['REFEDS MFA by acr_values', { acr_values: refedsMfa }, refedsMfa],
    ['PAPE by acr_values', { acr_values: pape }, pape],
    ['our own name', { acr_values: mfa }, mfa],
    ['several names: the first that is met', { acr_values: `urn:example:gold ${pape} ${refedsMfa}` }, pape],
    ['REFEDS MFA as essential value', idToken({ essential: true, value: refedsMfa }), refedsMfa],
    [
      'REFEDS MFA among essential values',
      idToken({ essential: true, values: ['urn:example:gold', refedsMfa] }),
      refedsMfa,
    ],
    ['the password alone as essential: what was surpassed', idToken({ essential: true, value: refedsSfa }), refedsSfa],
    ['the password alone, not essential: what was really done', { acr_values: refedsSfa }, mfa],
    ['an unknown value by acr_values', { acr_values: 'urn:example:gold' }, mfa],
  ];

  test.each(names)(
    'whoever has a factor is challenged; asked for %s, acr says so in all tokens',
    async (_name, parameters, acr) => {
      const tokens = await party.redeem(
        (await signInWithTotp(server, person, await party.authorizationUrl(parameters), anna)).leftFor,
      );
      const expected = { ...twoFactors, acr };
      expect(assuranceOf(tokens.claims())).toEqual(expected);
      expect(assuranceOf(await party.userInfo(tokens))).toEqual(expected);
      expect(assuranceOf(await party.introspect(tokens.access_token))).toEqual(expected);
      expect(assuranceOf((await party.refresh(tokens.refresh_token)).claims())).toEqual(assuranceOf(tokens.claims()));
    },
  );

  test('the name that one application asked for is not told to the next one', async () => {
    const other = await newRelyingParty(server, await server.addClient());
    await signInWithTotp(server, person, await party.authorizationUrl({ acr_values: refedsMfa }), anna);
    const tokens = await other.redeem((await person.open(await other.authorizationUrl())).leftFor);
    expect(tokens.claims()?.acr).toBe(mfa);
  });

  test.each([
    ['our own name', { acr_values: pwd }, pwd],
    ['REFEDS SFA', { acr_values: refedsSfa }, refedsSfa],
    ['REFEDS SFA, essential', idToken({ essential: true, values: [refedsSfa] }), refedsSfa],
    ['either, essential', idToken({ essential: true, values: [refedsMfa, refedsSfa] }), refedsSfa],
  ])('the password alone suffices where it was asked for, and gets the name: %s', async (_name, parameters, acr) => {
    const page = await signInWithPassword(person, await party.authorizationUrl(parameters), paul);
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual({ ...passwordOnly, acr });
  });

  test.each([
    ['one value', idToken({ essential: true, value: 'urn:example:gold' })],
    ['several values', idToken({ essential: true, values: ['urn:example:gold', 'urn:example:platinum'] })],
    [
      'with acr_values that could be met',
      { ...idToken({ essential: true, value: 'urn:example:gold' }), acr_values: pwd },
    ],
    ['in the background', { ...idToken({ essential: true, value: 'urn:example:gold' }), prompt: 'none' }],
  ])(
    'an essential acr that nobody can reach ends in unmet_authentication_requirements: %s',
    async (_name, parameters) => {
      const back = await person.open(await party.authorizationUrl(parameters));
      expect(back.leftFor?.searchParams.get('error')).toBe('unmet_authentication_requirements');
      expect(back.leftFor?.searchParams.has('code')).toBe(false);

      await signInWithTotp(server, person, await party.authorizationUrl(), anna);
      const signedIn = await person.open(await party.authorizationUrl(parameters));
      expect(signedIn.leftFor?.searchParams.get('error')).toBe('unmet_authentication_requirements');
    },
  );

  test.each([
    ['require_mfa', { require_mfa: true }],
    ['min_acr', { min_acr: refedsMfa }],
    ['default_acr_values', { default_acr_values: [mfa] }],
  ])('a client registered with %s demands it of everyone, whatever its requests say', async (_name, registration) => {
    const strict = await newRelyingParty(server, await server.addClient(registration));
    const page = await signInWithPassword(person, await strict.authorizationUrl(), paul);
    expect(headingOf(page.html)).toBe(enrolmentTitle);
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await strict.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test.each([
    ['require_mfa', { require_mfa: true }],
    ['min_acr', { min_acr: mfa }],
  ])('no request lowers what a client registered with %s demands', async (_name, registration) => {
    const strict = await newRelyingParty(server, await server.addClient(registration));
    for (const lower of [{ acr_values: pwd }, idToken({ essential: true, value: pwd })]) {
      const page = await signInWithPassword(newPerson(server.issuer), await strict.authorizationUrl(lower), paul);
      expect(headingOf(page.html)).toBe(enrolmentTitle);
    }
    // A session by password alone does not help either.
    await signInWithPassword(person, await party.authorizationUrl(), paul);
    const silent = await person.open(await strict.authorizationUrl({ prompt: 'none', acr_values: pwd }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('interaction_required');
  });

  test('a resource with min_acr demands it of whoever asks for its tokens', async () => {
    const resource = `https://payments.example/${count}`;
    await server.addResource({ identifier: resource, scope: 'pay', minAcr: mfa });
    await signInWithPassword(person, await party.authorizationUrl(), paul);
    const silent = await person.open(await party.authorizationUrl({ prompt: 'none', resource, scope: 'openid pay' }));
    expect(silent.leftFor?.searchParams.get('error')).toBe('interaction_required');
    const page = await person.open(await party.authorizationUrl({ resource, scope: 'openid pay' }));
    expect(headingOf(page.html)).toBe(enrolmentTitle);
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toMatchObject({ mfa_verified: true });
  });
});

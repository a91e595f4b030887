/** Story: an application pushes its request beforehand, so that nobody can edit it in the address bar (RFC 9126). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { headingOf, newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithPassword, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('a pushed request, on %s', (kind) => {
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

  /** The short address after the same parameters were pushed. */
  const push = async (parameters: Record<string, string> = {}): Promise<URL> => {
    const full = new URL(await party.authorizationUrl(parameters));
    return oidc.buildAuthorizationUrlWithPAR(party.config, full.searchParams);
  };

  test('leads through the whole sign-in to tokens', async () => {
    const url = await push();
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const page = await signInWithTotp(server, newPerson(server.issuer), url.href, anna);
    expect(assuranceOf((await party.redeem(page.leftFor)).claims())).toEqual(twoFactors);
  });

  test('what it demands cannot be lowered in the address bar', async () => {
    const url = await push({ acr_values: 'urn:countersign:acr:mfa' });
    url.searchParams.set('acr_values', 'urn:countersign:acr:pwd');
    const page = await signInWithPassword(newPerson(server.issuer), url.href, 'paul@example.com');
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
  });

  test('is used once', async () => {
    const url = await push();
    await signInWithTotp(server, newPerson(server.issuer), url.href, anna);
    const again = newPerson(server.issuer);
    await again.open(url.href);
    expect(again.page.leftFor?.searchParams.get('error') ?? String(again.page.status)).toMatch(/invalid_request|^400$/);
  });

  test('needs the client’s secret', async () => {
    const answer = await fetch(`${server.issuer}/par`, {
      method: 'POST',
      body: new URL(await party.authorizationUrl()).searchParams,
    });
    expect(answer.status).toBe(401);
  });
});

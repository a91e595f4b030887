/** An account that is removed while its owner signs in: the sign-in ends in a sentence, never in a fault, and never in a token. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AdminApp, callApi, newAdminApp } from '../support/admin-api.js';
import { newPerson, type Page } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { signInWithPassword, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { codeNow, enrolledAccount } from './attack-fixture.js';

const rounds = 8;

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let app: AdminApp;
  let party: RelyingParty;
  let token: string;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { RATE_LIMIT: 'off' } });
    app = await newAdminApp(server);
    party = await newRelyingParty(server, await server.addClient());
    token = await app.tokenOf(await enrolledAccount(server, { roles: ['admin'] }));
  });
  afterAll(() => server?.stop());

  async function race(id: string, act: () => Promise<Page>): Promise<void> {
    const [page, reply] = await Promise.all([act(), callApi(server, token, 'DELETE', `/users/${id}`)]);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(page.status).toBeLessThan(500);
    const code = page.leftFor?.searchParams.has('code') ?? false;
    if (code) await expect(party.redeem(page.leftFor)).rejects.toThrow();
  }

  test.each(['the password', 'the code', 'the end of the setup'])('at %s', async (step) => {
    for (let round = 0; round < rounds; round += 1) {
      const owner = await enrolledAccount(server);
      const person = newPerson(server.issuer);
      const url = await party.authorizationUrl();
      if (step === 'the password') {
        await person.open(url);
        await race(owner.account.id, () => typePassword(person, owner.email));
      } else if (step === 'the code') {
        await signInWithPassword(person, url, owner.email);
        await race(owner.account.id, () => person.act('verify_factor', { code: codeNow(server, owner) }));
      } else {
        await callApi(server, token, 'POST', `/users/${owner.account.id}/mfa/reset`, { body: { reason: 'x' } });
        await signInWithPassword(person, url, owner.email);
        await race(owner.account.id, () => person.act('confirm_enrolment', { code: '000000' }));
      }
    }
    expect(server.log.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

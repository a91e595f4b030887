/** Guarantee: nobody ends, forgets or removes what is another's, and no other site makes anybody do it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hiddenField, newPerson, type Person } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { addEnrolledAccount, type EnrolledAccount, signInWithTotp } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let mallory: EnrolledAccount;
  let victim: Person;
  let attacker: Person;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    anna = await addEnrolledAccount(server, 'anna@example.com');
    mallory = await addEnrolledAccount(server, 'mallory@example.com');
    [victim, attacker] = [newPerson(server.issuer), newPerson(server.issuer)];
    await party.redeem((await signInWithTotp(server, victim, await party.authorizationUrl(), anna)).leftFor);
    await party.redeem((await signInWithTotp(server, attacker, await party.authorizationUrl(), mallory)).leftFor);
  });
  afterAll(() => server?.stop());

  /** Everything of the victim that such an act could take away. */
  const belongings = async () => {
    const { id } = anna.account;
    const { rows } = await sql`SELECT
        (SELECT count(*)::int FROM oidc_record WHERE account_id = ${id}::uuid) AS records,
        (SELECT count(*)::int FROM known_browser WHERE account_id = ${id}::uuid) AS browsers,
        (SELECT generation FROM account WHERE id = ${id}::uuid) AS generation,
        (SELECT count(*)::int FROM audit_event WHERE subject_id = ${id}::uuid) AS events`.execute(server.database);
    return rows[0];
  };
  const idsOfVictim = async () => {
    const { id } = anna.account;
    const { rows } = await sql<{ session: string; browser: string }>`SELECT s.uid AS session, b.id AS browser
      FROM oidc_record s, known_browser b
      WHERE s.model = 'Session' AND s.account_id = ${id}::uuid AND b.account_id = ${id}::uuid`.execute(server.database);
    const [first] = rows;
    if (first === undefined) throw new Error('The victim is not signed in.');
    return first;
  };

  const acts: [string, string, (ids: { session: string; browser: string }) => Record<string, string>][] = [
    ['sessions', 'sign_out', ({ session }) => ({ session })],
    ['sessions', 'forget_browser', ({ browser }) => ({ browser })],
    ['sessions', 'sign_out_everywhere', () => ({ here: 'yes' })],
    ['apps', 'remove_access', () => ({ client: party.clientId })],
  ];

  test.each(acts.slice(0, 2))('%s, %s: with another account’s id nothing changes', async (page, act, fieldsOf) => {
    const ids = await idsOfVictim();
    const before = await belongings();
    await attacker.open(`${server.issuer}/account/${page}`);
    expect((await attacker.act(act, fieldsOf(ids))).status).toBe(200);
    expect(await belongings()).toEqual(before);
  });

  test.each(acts)('%s, %s: as a GET it is nothing but the page', async (page, act, fieldsOf) => {
    const query = new URLSearchParams({ act, ...fieldsOf(await idsOfVictim()) });
    const before = await belongings();
    expect((await victim.open(`${server.issuer}/account/${page}?${query}`)).status).toBe(200);
    expect(await belongings()).toEqual(before);
  });

  test.each(acts)(
    '%s, %s: without the token, or with another session’s, nothing changes',
    async (page, act, fieldsOf) => {
      const fields = fieldsOf(await idsOfVictim());
      const before = await belongings();
      const { html } = await attacker.open(`${server.issuer}/account/${page}`);
      const stolen =
        hiddenField(html, 'csrf') ?? hiddenField((await attacker.open(`${server.issuer}/account`)).html, 'csrf');
      for (const csrf of ['', 'x', stolen ?? '']) {
        const form = new URLSearchParams({ ...fields, act, csrf });
        expect((await victim.post(`${server.issuer}/account/${page}`, form)).status).toBe(200);
      }
      expect(await belongings()).toEqual(before);
    },
  );

  test.each(acts)('%s, %s: from another site it is refused, even with the token', async (page, act, fieldsOf) => {
    const fields = fieldsOf(await idsOfVictim());
    const { html } = await victim.open(`${server.issuer}/account/sessions`);
    const form = new URLSearchParams({ ...fields, act, csrf: hiddenField(html, 'csrf') ?? '' });
    const before = await belongings();
    const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await victim.post(`${server.issuer}/account/${page}`, form, headers)).status).toBe(403);
    expect(await belongings()).toEqual(before);
  });

  test.each([
    ['nothing', ''],
    ['a number', '0'],
    ['a pattern', '%'],
    ['SQL', "' OR 1=1"],
    ['more than fits', 'a'.repeat(5000)],
    ['a mark that turns text', '\u202e'],
  ])('%s is no session and no browser', async (_name, id) => {
    const before = await belongings();
    await victim.open(`${server.issuer}/account/sessions`);
    expect((await victim.act('sign_out', { session: id })).status).toBe(200);
    expect((await victim.act('forget_browser', { browser: id })).status).toBe(200);
    expect(await belongings()).toEqual(before);
  });
});

/** Story: someone manages their second factor from an app of a relying party, over the API, with a phone that no library of ours plays. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { tokenRevocation } from 'openid-client';
import { type Answer, json } from '../api/mfa-bench.js';
import { agePassword } from '../support/past.js';
import { newPerson, type Person, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { codeOfPhone } from '../support/rfc6238.js';
import { signInWithPassword, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ kind });
  });
  afterAll(() => server?.stop());

  const api = () => `${server.issuer}/api`;

  async function call(token: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(`${api()}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }
  const answered = async (token: string, path: string, body?: object): Promise<Answer> =>
    json(await call(token, path, body));

  const newParty = async () => newRelyingParty(server, await server.addClient());
  const asking = (party: RelyingParty, parameters: Record<string, string> = {}) =>
    party.authorizationUrl({ scope: 'openid account', resource: api(), ...parameters });
  const code = (seed: string) => codeOfPhone(seed, server.clock.now());

  async function typeCode(person: Person, seed: string) {
    const page = await person.act('verify_factor', { code: code(seed) });
    server.clock.move(60);
    return page;
  }

  async function refreshes(party: RelyingParty, refreshToken: string | undefined): Promise<boolean> {
    if (refreshToken === undefined) throw new Error('there was no refresh token');
    return party.refresh(refreshToken).then(
      () => true,
      () => false,
    );
  }

  test('set up, sign in with it, new backup codes, and off again; each change ends what is elsewhere', async () => {
    await server.addAccount('anna@example.com');
    const [phone, laptop] = [newPerson(server.issuer), newPerson(server.issuer)];
    const [party, elsewhere] = [await newParty(), await newParty()];
    const here = await party.redeem((await signInWithPassword(phone, await asking(party), 'anna@example.com')).leftFor);
    const url = await elsewhere.authorizationUrl();
    const there = await elsewhere.redeem((await signInWithPassword(laptop, url, 'anna@example.com')).leftFor);

    const begun = await answered(here.access_token, '/mfa/enroll', { name: 'Phone' });
    const body = { factor_id: begun.factor_id, code: code(begun.secret) };
    const confirmation = await call(here.access_token, '/mfa/verify', body);
    expect(confirmation.headers.get('cache-control')).toBe('no-store');
    const { backup_codes: codes } = json(confirmation);
    expect(codes).toHaveLength(10);
    server.clock.move(60);

    // The token and its session go on; refresh tokens, also this client's, and the other browser do not.
    expect(await answered(here.access_token, '/me')).toMatchObject({ mfa_enabled: true, backup_codes_remaining: 10 });
    expect(await refreshes(party, here.refresh_token)).toBe(false);
    expect(await refreshes(elsewhere, there.refresh_token)).toBe(false);
    expect(textOf((await laptop.open(await asking(elsewhere))).html)).toContain('Password');

    // The token was not signed in with the factor that there is now.
    const refused = await call(here.access_token, '/mfa/backup-codes', { code: code(begun.secret) });
    expect(refused.status).toBe(401);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('error="insufficient_user_authentication"');
    const acrValues = /acr_values="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const maxAge = /max_age="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const challenged = await phone.open(await asking(party, { acr_values: acrValues, max_age: maxAge }));
    expect(challenged.html).toContain('one-time-code');
    expect(challenged.html).not.toContain('current-password');
    const stepped = await party.redeem((await typeCode(phone, begun.secret)).leftFor);
    expect(stepped.claims()).toMatchObject({ mfa_verified: true });

    const renewed = await answered(stepped.access_token, '/mfa/backup-codes', { code: code(begun.secret) });
    server.clock.move(60);
    expect(await refreshes(party, stepped.refresh_token)).toBe(false);
    expect(await answered(stepped.access_token, '/mfa/backup-codes')).toEqual({ remaining: 10 });
    // The older token of the same session is not the one that made the change.
    expect((await call(here.access_token, '/me')).status).toBe(401);
    const silent = await phone.open(await asking(party, { prompt: 'none' }));
    expect(silent.leftFor?.searchParams.get('error')).toBeNull();
    const again = await party.redeem(silent.leftFor);

    const spent = { factor_id: begun.factor_id, code: codes[0] ?? '' };
    expect((await call(stepped.access_token, '/mfa/unenroll', spent)).status).toBe(422);
    const removal = { factor_id: begun.factor_id, code: renewed.backup_codes[0] ?? '' };
    expect(await answered(stepped.access_token, '/mfa/unenroll', removal)).toEqual({
      factor_id: begun.factor_id,
      mfa_enabled: false,
    });
    expect(await answered(stepped.access_token, '/me')).toMatchObject({ mfa_enabled: false, mfa_factors: [] });
    expect((await call(again.access_token, '/me')).status).toBe(401);
    const after = newPerson(server.issuer);
    const tokens = await party.redeem(
      (await signInWithPassword(after, await asking(party), 'anna@example.com')).leftFor,
    );
    expect(tokens.claims()).toMatchObject({ mfa_verified: false });

    const { rows } = await sql<{ text: string }>`SELECT audit_event::text AS text FROM audit_event`.execute(
      server.database,
    );
    const said = [...server.log, ...rows.map(({ text }) => text)].join();
    for (const secret of [begun.secret, ...codes, ...renewed.backup_codes, here.access_token]) {
      expect(said).not.toContain(secret);
    }
  });

  test('a sign-in that is too long ago is sent to a new one, which then suffices', async () => {
    await server.addAccount('ben@example.com');
    const party = await newParty();
    const person = newPerson(server.issuer);
    const first = await party.redeem(
      (await signInWithPassword(person, await asking(party), 'ben@example.com')).leftFor,
    );
    const begun = await answered(first.access_token, '/mfa/enroll', {});
    await answered(first.access_token, '/mfa/verify', { code: code(begun.secret) });
    server.clock.move(60);

    const other = newPerson(server.issuer);
    await other.open(await asking(party));
    await typePassword(other, 'ben@example.com');
    await agePassword(server, 400);
    const old = await party.redeem((await typeCode(other, begun.secret)).leftFor);
    const body = { factor_id: begun.factor_id, code: code(begun.secret) };
    const refused = await call(old.access_token, '/mfa/unenroll', body);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('max_age="300"');
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'insufficient_user_authentication' });

    const parameters = { acr_values: 'urn:countersign:acr:mfa', max_age: '300' };
    const asked = await other.open(await asking(party, parameters));
    expect(asked.html).toContain('current-password');
    await typePassword(other, 'ben@example.com');
    const fresh = await party.redeem((await typeCode(other, begun.secret)).leftFor);
    const removal = { factor_id: begun.factor_id, code: code(begun.secret) };
    expect(await answered(fresh.access_token, '/mfa/unenroll', removal)).toMatchObject({ mfa_enabled: false });
  });

  test('a code is spent once, whether a page or the API took it; wrong ones count for both', async () => {
    await server.addAccount('cleo@example.com');
    const party = await newParty();
    const person = newPerson(server.issuer);
    const first = await party.redeem(
      (await signInWithPassword(person, await asking(party), 'cleo@example.com')).leftFor,
    );
    const begun = await answered(first.access_token, '/mfa/enroll', {});
    await answered(first.access_token, '/mfa/verify', { code: code(begun.secret) });
    server.clock.move(60);
    await person.open(await asking(party, { acr_values: 'urn:countersign:acr:mfa' }));
    const spent = code(begun.secret);
    const tokens = await party.redeem((await person.act('verify_factor', { code: spent })).leftFor);
    const twice = await call(tokens.access_token, '/mfa/backup-codes', { code: spent });
    expect(JSON.parse(twice.text)).toMatchObject({ status: 422, code: 'code_already_used' });

    for (let guess = 2; guess <= 10; guess += 1) {
      const wrong = await call(tokens.access_token, '/mfa/backup-codes', { code: 'not a code' });
      expect(JSON.parse(wrong.text)).toMatchObject({ status: 422, code: 'invalid_code' });
    }
    server.clock.move(60);
    const stranger = newPerson(server.issuer);
    await stranger.open(await asking(party));
    await typePassword(stranger, 'cleo@example.com');
    const refused = await stranger.act('verify_factor', { code: code(begun.secret) });
    expect(refused.status).toBe(429);
  });

  test('twenty renewals at once with one token and one code: one new set, and the token goes on', async () => {
    await server.addAccount('eve@example.com');
    const party = await newParty();
    const person = newPerson(server.issuer);
    const first = await party.redeem(
      (await signInWithPassword(person, await asking(party), 'eve@example.com')).leftFor,
    );
    const begun = await answered(first.access_token, '/mfa/enroll', {});
    await answered(first.access_token, '/mfa/verify', { code: code(begun.secret) });
    server.clock.move(60);
    await person.open(await asking(party, { acr_values: 'urn:countersign:acr:mfa' }));
    const { access_token: token } = await party.redeem((await typeCode(person, begun.secret)).leftFor);

    const body = { code: code(begun.secret) };
    const replies = await Promise.all(Array.from({ length: 20 }, () => call(token, '/mfa/backup-codes', body)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of replies) expect([200, 409, 422, 429]).toContain(status);
    expect(await answered(token, '/mfa/backup-codes')).toEqual({ remaining: 10 });
  });

  test('a token that is kept can be revoked like any other', async () => {
    await server.addAccount('dora@example.com');
    const party = await newParty();
    const person = newPerson(server.issuer);
    const tokens = await party.redeem(
      (await signInWithPassword(person, await asking(party), 'dora@example.com')).leftFor,
    );
    const begun = await answered(tokens.access_token, '/mfa/enroll', {});
    await answered(tokens.access_token, '/mfa/verify', { code: code(begun.secret) });
    expect((await call(tokens.access_token, '/me')).status).toBe(200);
    await tokenRevocation(party.config, tokens.access_token);
    expect((await call(tokens.access_token, '/me')).status).toBe(401);
  });
});

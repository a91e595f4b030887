/** Story: someone asks later what happened. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithPassword,
  totpCode,
  typeBackupCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';

interface Event {
  type: string;
  outcome: string;
  actor_type: string;
  actor_id: string | null;
  subject_id: string | null;
  client_id: string | null;
  ip: string | null;
  user_agent: string | null;
  detail: Record<string, unknown>;
}

describe.each(databaseKinds)('the audit trail, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;

  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' } });
    party = await newRelyingParty(server, await server.addClient({ skip_consent: false }));
    anna = await addEnrolledAccount(server, 'anna@example.com');
  });
  afterAll(() => server?.stop());

  const eventsDuring = async (work: () => Promise<unknown>): Promise<Event[]> => {
    const last = sql<{ id: number }>`SELECT coalesce(max(id), 0)::int AS id FROM audit_event`;
    const before = (await last.execute(server.database)).rows[0]?.id ?? 0;
    await work();
    const { rows } =
      await sql<Event>`SELECT type, outcome, actor_type, actor_id, subject_id, client_id, ip, user_agent, detail
      FROM audit_event WHERE id > ${before} ORDER BY id`.execute(server.database);
    return rows;
  };
  const typesOf = (events: Event[]) => events.map(({ type }) => type);

  test('enrolment: required, enabled, signed in', async () => {
    const events = await eventsDuring(() => addEnrolledAccount(server, 'berta@example.com'));
    expect(typesOf(events)).toEqual(['mfa.required_enrollment', 'mfa.enabled', 'user.login']);
  });

  test('a sign-in from a wrong password to tokens: who, for whom, where, with what; no secret in any of it', async () => {
    const code = totpCode(server, anna.seed);
    const events = await eventsDuring(async () => {
      const person = newPerson(server.issuer, { 'User-Agent': 'Story/1.0' });
      await person.open(await party.authorizationUrl());
      await typePassword(person, anna.email, 'hunter2-hunter2');
      await typePassword(person, anna.email);
      await person.act('verify_factor', { code: '000000' });
      await person.act('verify_factor', { code });
      server.clock.move(30);
      await party.redeem((await person.act('allow')).leftFor);
    });
    expect(typesOf(events)).toEqual([
      'user.login_failed',
      'mfa.failed',
      'mfa.verified',
      'user.login',
      'authorization.granted',
      'token.issued',
    ]);
    for (const event of events) {
      expect(event.subject_id).toBe(anna.account.id);
      expect(event.client_id).toBe(party.clientId);
      expect(event.ip).toBe('127.0.0.1');
    }
    expect(events.slice(0, 5).map(({ user_agent }) => user_agent)).toEqual(Array(5).fill('Story/1.0'));
    expect(events[0]).toMatchObject({ outcome: 'failure', actor_type: 'anonymous' });
    expect(events[2]).toMatchObject({
      outcome: 'success',
      actor_type: 'account',
      actor_id: anna.account.id,
      detail: { method: 'totp' },
    });
    expect(events[3]?.detail).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], required_by_policy: 'required_for_all' });
    expect(JSON.stringify(events)).not.toMatch(new RegExp(`hunter2|${testPassword}|${code}|000000|${anna.seed}`));
  });

  test('a backup code says so in an event of its own', async () => {
    const events = await eventsDuring(async () => {
      const person = newPerson(server.issuer);
      await signInWithPassword(person, await party.authorizationUrl(), anna.email);
      await typeBackupCode(person, anna.backupCodes[0] ?? '');
    });
    expect(typesOf(events)).toEqual(['mfa.verified', 'mfa.backup_code_used', 'user.login']);
    expect(JSON.stringify(events)).not.toContain(anna.backupCodes[0]);
  });

  test('"Not now" is a sign-in in the grace period; denying is an event', async () => {
    await server.addAccount('paul@example.com');
    const events = await eventsDuring(async () => {
      const person = newPerson(server.issuer);
      await signInWithPassword(person, await party.authorizationUrl(), 'paul@example.com');
      await person.act('not_now');
      await person.act('deny');
    });
    expect(typesOf(events)).toEqual(['user.login', 'mfa.grace_login', 'authorization.denied']);
  });
});

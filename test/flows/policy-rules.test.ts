/** Story: the database's rules about second factors, changed while people are signed in. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { MfaLevel } from '../../src/accounts/account-rules.js';
import { changeMembers } from '../../src/accounts/group-member-store.js';
import { createGroup } from '../../src/accounts/group-store.js';
import { type PolicyChange, storePolicy } from '../../src/mfa/policy-change-store.js';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { ageInstallation } from '../support/past.js';
import { headingOf, newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { enrol, signInWithPassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const groupId = '5d0c4f1e-93f2-4d0e-8a53-0a1f6b7c8d9e';

describe.each(databaseKinds)('rules of the database, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  let people = 0;

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    await createGroup(server.database, { id: groupId, name: 'Finance & Co' }, []);
  });
  afterAll(() => server?.stop());

  const set = (change: PolicyChange) => storePolicy(server.database, change);
  const rule = (level: MfaLevel) => set({ groups: [{ id: groupId, level }] });
  const move = (add: readonly string[], remove: readonly string[]) =>
    changeMembers(server.database, { groupId, add, remove, events: { joined: [], left: [] } });
  async function newMember() {
    people += 1;
    const account = await server.addAccount(`member-${people}@example.com`);
    await move([account.id], []);
    return account;
  }
  const loginOf = async (id: string) => {
    const { rows } = await sql<{ detail: Record<string, unknown> }>`SELECT detail FROM audit_event
      WHERE type = 'user.login' AND subject_id = ${id} ORDER BY id DESC LIMIT 1`.execute(server.database);
    return rows[0]?.detail;
  };

  test('a group that must: a reminder with its name, then an enrolment in the middle of the sign-in', async () => {
    const { email, id } = await newMember();
    await rule('required');
    const person = newPerson(server.issuer);
    const reminder = await signInWithPassword(person, await party.authorizationUrl(), email);
    expect(textOf(reminder.html)).toContain('(7 days left). This applies to everyone in the group Finance & Co');
    const tokens = await party.redeem((await person.act('not_now')).leftFor);
    expect(await loginOf(id)).toMatchObject({ required_by_policy: 'required_for_group', required_of: 'Finance & Co' });

    await ageInstallation(server, 7);
    // What was signed in before the end is worth no more than a sign-in now.
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    const page = await person.open(await party.authorizationUrl());
    expect(headingOf(page.html)).toBe('Set up two-factor authentication');
    expect(textOf(page.html)).toContain('This applies to everyone in the group Finance & Co');
    const { page: done } = await enrol(server, person);
    expect(assuranceOf((await party.redeem(done.leftFor)).claims())).toEqual(twoFactors);
  });

  test('whoever leaves the group is let off at once, and whoever joins has seven days', async () => {
    const { email, id } = await newMember();
    await rule('required');
    await ageInstallation(server, 8);
    const person = newPerson(server.issuer);
    expect(headingOf((await signInWithPassword(person, await party.authorizationUrl(), email)).html)).toBe(
      'Set up two-factor authentication',
    );
    await move([], [id]);
    const tokens = await party.redeem(
      (await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email)).leftFor,
    );
    await party.refresh(tokens.refresh_token);
    await move([id], []);
    const again = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(textOf(again.html)).toContain('(7 days left)');
  });

  test('a group in report-only mode is asked nothing; audit log and log say what would have happened', async () => {
    const { email, id } = await newMember();
    await sql`UPDATE account_group SET mfa_required_since = NULL, mfa_policy = 'optional'`.execute(server.database);
    await rule('report_only');
    const signIn = async () =>
      party.redeem((await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email)).leftFor);
    server.log.length = 0;
    await signIn();
    const report = { policy_would_have_because: 'required_for_group', policy_would_have_of: 'Finance & Co' };
    expect(await loginOf(id)).toMatchObject({ policy_would_have: 'remind', ...report });
    expect(server.log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'request', policy_would_have: 'remind', ...report }),
    );
    await ageInstallation(server, 8);
    const tokens = await signIn();
    expect(await loginOf(id)).toMatchObject({ policy_would_have: 'enrol' });
    await party.refresh(tokens.refresh_token);

    // In earnest: the grace period begins now, and not when the reports did.
    await rule('required');
    const page = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), email);
    expect(textOf(page.html)).toContain('(7 days left)');
    await rule('optional');
  });

  test('a role, and everybody: a rule that is set counts at the next request of a session', async () => {
    await server.addAccount('ed@example.com', { roles: ['editor'] });
    const person = newPerson(server.issuer);
    const done = await signInWithPassword(person, await party.authorizationUrl(), 'ed@example.com');
    expect(done.leftFor).toBeDefined();
    await set({ roles: [{ role: 'editor', level: 'required' }], gracePeriodDays: 0 });
    expect(textOf((await person.open(await party.authorizationUrl())).html)).toContain(
      'This applies to everyone with the role editor',
    );
    await set({ roles: [{ role: 'editor', level: null }], all: 'encouraged' });
    expect(headingOf((await person.open(await party.authorizationUrl())).html)).not.toBe(
      'Set up two-factor authentication',
    );
    await set({ all: null, gracePeriodDays: null });
  });
});

test('two servers on one database: a rule that one sets, the other keeps at once', async () => {
  const server = await startTestServer();
  try {
    const other = await server.again();
    const party = await newRelyingParty(server, await server.addClient());
    const account = await server.addAccount('nora@example.com');
    const tokens = await party.redeem(
      (await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), account.email)).leftFor,
    );
    await storePolicy(other.database, { all: 'required', gracePeriodDays: 0 });
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    await storePolicy(other.database, { all: null });
    const page = await signInWithPassword(newPerson(server.issuer), await party.authorizationUrl(), account.email);
    expect(page.leftFor).toBeDefined();
  } finally {
    await server.stop();
  }
});

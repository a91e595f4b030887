/** A second factor that cannot be read stops the sign-in: it is never skipped, never replaced, and nobody is told why but the operator. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Connection } from '../../src/database/schema.js';
import { textOf } from '../support/person.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import {
  authorizeUrl,
  claimsOf,
  codeNow,
  type Enrolled,
  enrolledAccount,
  redeem,
  sendAct,
  signInAtChallenge,
  type TestClient,
  tokensOf,
} from './attack-fixture.js';

let server: TestServer;
let client: TestClient;

beforeAll(async () => {
  server = await startTestServer({ env: { RATE_LIMIT: 'off', MFA_MAX_ATTEMPTS: '100' } });
  client = await server.addClient();
});

afterAll(() => server.stop());

const damages: readonly (readonly [string, (connection: Connection, id: string) => Promise<unknown>])[] = [
  [
    'whose seal has one changed character',
    (connection, id) =>
      sql`UPDATE totp_credential SET seed_sealed = overlay(seed_sealed placing
        CASE WHEN substr(seed_sealed, length(seed_sealed) - 10, 1) = 'A' THEN 'B' ELSE 'A' END
        from length(seed_sealed) - 10 for 1) WHERE account_id = ${id}::uuid`.execute(connection),
  ],
  [
    'whose seal is empty',
    (connection, id) =>
      sql`UPDATE totp_credential SET seed_sealed = '' WHERE account_id = ${id}::uuid`.execute(connection),
  ],
  [
    'that was sealed with a key nobody has',
    (connection, id) =>
      sql`UPDATE totp_credential SET seed_sealed = replace(seed_sealed, 'test-new', 'lost-key') WHERE account_id = ${id}::uuid`.execute(
        connection,
      ),
  ],
  [
    'that is a readable seed instead of a sealed one',
    (connection, id) =>
      sql`UPDATE totp_credential SET seed_sealed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' WHERE account_id = ${id}::uuid`.execute(
        connection,
      ),
  ],
];

/** Whatever happens, this sign-in must not be let in, at this act or after it. */
async function expectStopped(victim: Enrolled, code: string): Promise<void> {
  const signIn = await signInAtChallenge(server, client, victim);
  const answer = await sendAct(server, signIn, 'verify_factor', { code });
  expect(answer.headers.location ?? '').not.toContain('/authorize/');
  expect([answer.status, textOf(answer.text).length > 20]).toEqual([500, true]);
  expect(answer.text).not.toMatch(/seal|seed|key|damaged|totp_credential|SealBroken|node_modules/i);
  const page = await signIn.person.open(`/interaction/${signIn.uid}`);
  expect(page.leftFor).toBeUndefined();
  expect(page.html).toContain('one-time-code');
  const silent = await signIn.person.open(authorizeUrl(server, client, { prompt: 'none' }));
  expect(silent.leftFor?.searchParams.get('error')).toBe('login_required');
}

describe.each(damages)('an authenticator app %s', (_name, damage) => {
  test('accepts neither its right code nor a wrong one, and the operator reads why', async () => {
    const victim = await enrolledAccount(server);
    await damage(server.database, victim.account.id);
    server.log.length = 0;
    for (const code of [codeNow(server, victim), '000000', '']) await expectStopped(victim, code);
    expect(server.log.join('\n')).toContain('totp_credential.seed_sealed');
    expect(server.log.join('\n')).not.toContain(victim.seed);
  });
});

test('a seed copied from the attacker’s own row to the victim’s does not open there', async () => {
  const [victim, attacker] = [await enrolledAccount(server), await enrolledAccount(server)];
  await sql`UPDATE totp_credential v SET seed_sealed = a.seed_sealed FROM totp_credential a
    WHERE v.account_id = ${victim.account.id}::uuid AND a.account_id = ${attacker.account.id}::uuid`.execute(
    server.database,
  );
  await expectStopped(victim, codeNow(server, attacker));
});

test('of two apps the readable one does not stand in for the unreadable one', async () => {
  const [victim, other] = [await enrolledAccount(server), await enrolledAccount(server)];
  // A row that keeps its own id opens under whatever account it is moved to; the first is damaged.
  await sql`UPDATE totp_credential SET seed_sealed = 'v1.test-new.AAAA' WHERE account_id = ${victim.account.id}::uuid`.execute(
    server.database,
  );
  await sql`UPDATE totp_credential SET account_id = ${victim.account.id}::uuid, name = 'Second'
    WHERE account_id = ${other.account.id}::uuid`.execute(server.database);
  await expectStopped(victim, codeNow(server, other));
});

test('when its row is gone the account is still asked for it, and nothing typed is right', async () => {
  const victim = await enrolledAccount(server);
  await sql`DELETE FROM totp_credential WHERE account_id = ${victim.account.id}::uuid`.execute(server.database);
  await sql`DELETE FROM backup_code WHERE account_id = ${victim.account.id}::uuid`.execute(server.database);
  const signIn = await signInAtChallenge(server, client, victim);
  for (const code of [codeNow(server, victim), victim.backupCodes[0] ?? '', '000000', '']) {
    const answer = await sendAct(server, signIn, 'verify_factor', { code });
    expect([code, answer.status, answer.headers.location]).toEqual([code, 422, undefined]);
  }
  const page = await signIn.person.open(`/interaction/${signIn.uid}`);
  expect([page.html.includes('one-time-code'), page.html.includes('otpauth:')]).toEqual([true, false]);
});

test('a pending enrolment whose key cannot be read is not confirmed, and can be started over', async () => {
  const account = await server.addAccount('damaged-enrolment@example.com');
  const strict = await server.addClient({ require_mfa: true });
  const signIn = await signInAtChallenge(server, strict, { account });
  await signIn.person.open(`/interaction/${signIn.uid}`);
  await sql`UPDATE login_attempt SET enrolment_seed_sealed = 'v1.test-new.AAAA' WHERE account_id = ${account.id}::uuid`.execute(
    server.database,
  );
  const answer = await sendAct(server, signIn, 'confirm_enrolment', { code: '000000' });
  expect(answer.headers.location).toBeUndefined();
  await sendAct(server, signIn, 'restart_enrolment');
  expect((await signIn.person.open(`/interaction/${signIn.uid}`)).html).toContain('otpauth:');
});

test('a sealed session, code or interaction that was changed in the database counts as none', async () => {
  const victim = await enrolledAccount(server);
  const { person } = await signInAtChallenge(server, client, victim);
  await person.act('verify_factor', { code: codeNow(server, victim) });
  server.clock.move(30);
  const before = await person.open(authorizeUrl(server, client, { prompt: 'none' }));
  expect(before.leftFor?.searchParams.get('code')).toBeTruthy();
  await sql`UPDATE oidc_record SET payload_sealed = overlay(payload_sealed placing 'AAAA' from 20 for 4)
    WHERE account_id = ${victim.account.id}::uuid`.execute(server.database);
  const after = await person.open(authorizeUrl(server, client, { prompt: 'none' }));
  expect(after.leftFor?.searchParams.get('error')).toBe('login_required');
});

test('one person’s session moved under another’s name in the database signs nobody in as the other', async () => {
  const [victim, attacker] = [await enrolledAccount(server), await enrolledAccount(server)];
  const { person } = await signInAtChallenge(server, client, attacker);
  await person.act('verify_factor', { code: codeNow(server, attacker) });
  server.clock.move(30);
  await sql`UPDATE oidc_record SET account_id = ${victim.account.id}::uuid, generation = ${victim.account.generation}
    WHERE account_id = ${attacker.account.id}::uuid`.execute(server.database);
  const { leftFor } = await person.open(authorizeUrl(server, client, { prompt: 'none' }));
  const code = leftFor?.searchParams.get('code');
  if (code == null) return expect(leftFor?.searchParams.get('error')).toBe('login_required');
  // What the seal holds is who the session is: not the column beside it.
  expect(claimsOf(tokensOf(await redeem(server, client, code)).id_token).sub).toBe(attacker.account.id);
});

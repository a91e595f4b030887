/** Story: people move over from another system and sign in as they always did, with the old password, the old app and the old codes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { sql } from 'kysely';
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import { createCommandRunner } from '../../src/cli/command-runner.js';
import { createFactors } from '../../src/mfa/factors.js';
import { loadPolicy } from '../../src/mfa/policy-store.js';
import { readSettings } from '../../src/settings/settings.js';
import { temporaryFolder } from '../cli/child-program.js';
import { assuranceOf, twoFactors } from '../support/assurance.js';
import { testKeyRing } from '../support/key-ring.js';
import { newPerson, textOf } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import { codeOfPhone } from '../support/rfc6238.js';
import { addEnrolledAccount, typePassword } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const password = 'the old password of Anna';
/** 80 bits, as the other system had them. */
const seed = 'JBSWY3DPEHPK3PXP';

describe.each(databaseKinds)('an imported account, on %s', (kind) => {
  let server: TestServer;
  let party: RelyingParty;
  const folder = temporaryFolder();

  beforeAll(async () => {
    server = await startTestServer({ kind });
    party = await newRelyingParty(server, await server.addClient());
    const file = join(folder.path, 'users.ndjson');
    const record = {
      email: 'anna@example.com',
      name: 'Anna',
      password_hash: await bcrypt(password, 5),
      totp: `otpauth://totp/Old%20portal:anna%40example.com?secret=${seed}&issuer=Old%20portal`,
      backup_codes: ['8347 1920', 'uvxyz-98765-abcde', 'ABCD-EFGH-JKMN', 'wwww-2222', 'wwww-3333'],
    };
    writeFileSync(file, `${JSON.stringify(record)}\n`);
    const read = readSettings({ DATA_DIR: 'memory://' });
    if (!read.ok) throw new Error('no settings');
    const { settings } = read;
    const { database, clock } = server;
    const policy = await loadPolicy(database, settings);
    const run = createCommandRunner({
      ...{ settings, database, kind, clock, keyRing: testKeyRing(), hasher: createPasswordHasher() },
      policy: () => policy,
    });
    const outcome = await run({ argv: ['user', 'import', '--file', file, '--json'], user: 'tester' });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ created: 1, refused: 0 });
  });
  afterAll(async () => {
    await server?.stop();
    folder.remove();
  });

  const storedHash = async () => {
    const { rows } = await sql<{ password_hash: string }>`SELECT password_hash FROM account
      WHERE email = 'anna@example.com'`.execute(server.database);
    return rows[0]?.password_hash;
  };
  /** From the password to the answer to the code. */
  const signIn = async (code: string) => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, 'anna@example.com', password);
    const answer = await person.act('verify_factor', { code });
    return { person, answer };
  };

  test('a wrong password is wrong, and changes nothing of the old hash', async () => {
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    expect((await typePassword(person, 'anna@example.com', `${password}!`)).status).toBe(422);
    expect(await storedHash()).toMatch(/^\$2[by]\$05\$/);
  });

  test('the old password and the old app sign in as with a factor set up here; the hash is ours from then on', async () => {
    const { answer } = await signIn(codeOfPhone(seed, server.clock.now()));
    expect(assuranceOf((await party.redeem(answer.leftFor)).claims())).toEqual(twoFactors);
    expect(await storedHash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('the code of the app is spent with that', async () => {
    const { answer } = await signIn(codeOfPhone(seed, server.clock.now()));
    expect(answer.status).toBe(422);
    server.clock.move(30);
    expect((await signIn(codeOfPhone(seed, server.clock.now()))).answer.leftFor).toBeDefined();
  });

  test.each([
    ['of digits, without its blank', '83471920'],
    ['with letters that ours never have', 'UVXYZ 98765 abcde'],
    ['in groups, with look-alike dashes', 'abcd–efgh–jkmn'],
  ])('an old backup code %s is taken once', async (_, code) => {
    const { person } = await signIn(code);
    const done = await person.act('continue');
    expect(done.leftFor?.searchParams.get('code')).toBeTruthy();
    const { answer } = await signIn(code);
    expect(answer.status).toBe(422);
    expect(textOf(answer.html)).toContain('Backup code already used');
  });

  test('a wrong code of that shape counts against the backup codes, and whoever has none of them against the app', async () => {
    const failures = async (email: string) => {
      const { rows } = await sql<{
        kind: string;
      }>`SELECT b.kind FROM factor_budget b JOIN account a ON a.id = b.account_id
        WHERE a.email = ${email} AND cardinality(b.failed_at) > 0 ORDER BY b.kind`.execute(server.database);
      return rows.map(({ kind: counted }) => counted);
    };
    await sql`UPDATE factor_budget SET failed_at = '{}'`.execute(server.database);
    await signIn('not-a-code');
    expect(await failures('anna@example.com')).toEqual(['backup_code']);
    const ben = await addEnrolledAccount(server, 'ben@example.com');
    const person = newPerson(server.issuer);
    await person.open(await party.authorizationUrl());
    await typePassword(person, ben.email);
    await person.act('verify_factor', { code: 'not-a-code' });
    expect(await failures('ben@example.com')).toEqual(['totp']);
  });

  test('where only the app will do, an imported code is a wrong code of the app, and is not spent', async () => {
    const { rows } = await sql<{ id: string }>`SELECT id FROM account WHERE email = 'anna@example.com'`.execute(
      server.database,
    );
    const settings = { mfaTotpWindow: 1, mfaDailyAttempts: 10, mfaBackupCodes: 10, mfaIssuer: 'Test' };
    const { verifyCode } = createFactors(testKeyRing(), settings);
    const origin = { actor: { type: 'system', id: null } } as const;
    const common = { accountId: rows[0]?.id ?? '', browserId: null, now: server.clock.now(), origin };
    const typed = 'wwww-3333';
    expect(await verifyCode(server.database, { ...common, typed, only: 'totp' })).toMatchObject({
      ...{ ok: false, because: 'wrong_code', method: 'totp' },
    });
    expect(await verifyCode(server.database, { ...common, typed })).toMatchObject({ ok: true, method: 'backup_code' });
  });

  test('nobody got a mail for being moved', async () => {
    const { rows } = await sql<{
      count: number;
    }>`SELECT count(*)::int AS count FROM mail WHERE kind = 'factor_added'`.execute(server.database);
    expect(rows).toEqual([{ count: 0 }]);
  });
});

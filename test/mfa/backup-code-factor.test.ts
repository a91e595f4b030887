import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createBackupCodeFactor } from '../../src/mfa/backup-code-factor.js';
import { countBackupCodes, replaceBackupCodes } from '../../src/mfa/backup-code-store.js';
import { generateBackupCodes, hashBackupCode } from '../../src/mfa/backup-codes.js';
import { eventsOf, givenAccount, origin } from '../accounts/account-fixture.js';
import { describeSecondFactor } from '../conformance/second-factor.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { givenEnrolled, start } from './factor-fixture.js';

const keyRing = testKeyRing();
const hashed = (accountId: string, codes: readonly string[], ring = keyRing) =>
  codes.map((code) => hashBackupCode(ring, accountId, code));

describeSecondFactor({
  name: 'a backup code',
  create: (dailyAttempts) => createBackupCodeFactor({ keyRing, dailyAttempts }),
  async enrol(database, account) {
    await givenEnrolled(database, account);
    let codes: string[] = [];
    return {
      async next() {
        if (codes.length === 0) {
          codes = generateBackupCodes(10);
          await replaceBackupCodes(database, account.id, { hashes: hashed(account.id, codes), events: [] });
        }
        return { typed: codes.pop() ?? '', now: start };
      },
    };
  },
  wrong: 'zzzzz-zzzzz',
});

describe.each(databaseKinds)('backup codes on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  const factor = createBackupCodeFactor({ keyRing, dailyAttempts: 10 });
  const verify = (accountId: string, typed: string) =>
    factor.verify(opened.database, { accountId, typed, browserId: null, now: start, origin });

  test('each works once, in any spelling, and the remaining ones are counted', async () => {
    const account = await givenAccount(opened.database);
    const { backupCodes } = await givenEnrolled(opened.database, account);
    const [first = '', second = ''] = backupCodes;
    expect(await verify(account.id, first.toUpperCase())).toMatchObject({ ok: true, backupCodesRemaining: 9 });
    expect(await verify(account.id, first)).toMatchObject({ ok: false, because: 'already_used' });
    expect(await verify(account.id, ` ${second.replace('-', ' ')} `)).toMatchObject({
      ok: true,
      backupCodesRemaining: 8,
    });
    expect(await countBackupCodes(opened.database, account.id)).toBe(8);
    const events = await eventsOf(opened.database, account.id);
    expect(events).toEqual([
      'mfa.enabled',
      'mfa.verified',
      'mfa.backup_code_used',
      'mfa.failed',
      'mfa.verified',
      'mfa.backup_code_used',
    ]);
  });

  test('a new set is the only one, even when two are made at the same moment', async () => {
    const account = await givenAccount(opened.database);
    const { backupCodes } = await givenEnrolled(opened.database, account);
    for (let round = 1; round <= 10; round += 1) {
      const sets = [generateBackupCodes(10), generateBackupCodes(10), generateBackupCodes(10)];
      await Promise.all(
        sets.map((codes) =>
          replaceBackupCodes(opened.database, account.id, { hashes: hashed(account.id, codes), events: [] }),
        ),
      );
      expect(await countBackupCodes(opened.database, account.id)).toBe(10);
    }
    expect(await verify(account.id, backupCodes[0] ?? '')).toMatchObject({ because: 'wrong_code' });
  });

  test('an account without a factor gets no codes', async () => {
    const account = await givenAccount(opened.database);
    const replaced = await replaceBackupCodes(opened.database, account.id, { hashes: ['x'], events: [] });
    expect(replaced).toEqual({ ok: false, because: 'mfa_not_enabled' });
    expect(await countBackupCodes(opened.database, account.id)).toBe(0);
  });

  test('codes made before a key rotation still work', async () => {
    const account = await givenAccount(opened.database);
    await givenEnrolled(opened.database, account);
    const codes = generateBackupCodes(10);
    const older = testKeyRing([...testKeys].reverse());
    await replaceBackupCodes(opened.database, account.id, { hashes: hashed(account.id, codes, older), events: [] });
    expect(await verify(account.id, codes[0] ?? '')).toMatchObject({ ok: true });
  });
});

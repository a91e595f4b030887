import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import type { Connection } from '../../src/database/schema.js';
import type { VerifyRequest } from '../../src/mfa/second-factor.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { createTotpFactor } from '../../src/mfa/totp-factor.js';
import { SealBroken } from '../../src/secrets/key-ring.js';
import { givenAccount, givenTraces, origin } from '../accounts/account-fixture.js';
import { describeSecondFactor } from '../conformance/second-factor.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { givenEnrolled, later, testFactors } from './factor-fixture.js';

const keyRing = testKeyRing();
const present = stepAt(later(0));

describeSecondFactor({
  name: 'TOTP',
  create: (dailyAttempts) => createTotpFactor({ keyRing, window: 1, dailyAttempts }),
  async enrol(database, account) {
    const { seed } = await givenEnrolled(database, account);
    let steps = 0;
    return {
      async next() {
        steps += 1;
        return { typed: codeAtStep(seed, present + steps), now: later(steps) };
      },
    };
  },
  // Wrong for any seed: chance would make one test in three hundred thousand right.
  wrong: '000000',
});

describe.each(databaseKinds)('an authenticator app on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());

  async function enrolled() {
    const account = await givenAccount(opened.database);
    return { account, ...(await givenEnrolled(opened.database, account)) };
  }
  function verify(
    account: Account,
    typed: string,
    about: Partial<VerifyRequest> = {},
    connection: Connection = opened.database,
  ) {
    const { now = later(1), ...rest } = about;
    return testFactors().verifyCode(connection, {
      accountId: account.id,
      typed,
      browserId: null,
      now,
      origin,
      ...rest,
    });
  }

  test('the code that confirmed the enrolment is spent', async () => {
    const { account, seed } = await enrolled();
    expect(await verify(account, codeAtStep(seed, present))).toMatchObject({ ok: false, because: 'already_used' });
  });

  test('an older step is never accepted after a newer one, though it is in the window', async () => {
    const { account, seed } = await enrolled();
    expect(await verify(account, codeAtStep(seed, present + 2))).toMatchObject({ ok: true });
    expect(await verify(account, codeAtStep(seed, present + 1))).toMatchObject({ ok: false, because: 'already_used' });
  });

  test('an older step of one phone is never accepted after a newer one of another', async () => {
    const { account, seed } = await enrolled();
    const second = await givenEnrolled(opened.database, account);
    expect(await verify(account, codeAtStep(second.seed, present + 2))).toMatchObject({
      ok: true,
      factorId: second.factorId,
    });
    expect(await verify(account, codeAtStep(seed, present + 1))).toMatchObject({ ok: false, because: 'already_used' });
    expect(await verify(account, codeAtStep(seed, present + 2))).toMatchObject({ ok: true });
  });

  test('a code is typed in many ways', async () => {
    const { account, seed } = await enrolled();
    const digits = codeAtStep(seed, present + 1);
    expect(await verify(account, ` ${digits.slice(0, 3)} - ${digits.slice(3)} `)).toMatchObject({
      ok: true,
      method: 'totp',
    });
    const { rows } = await sql`SELECT 1 FROM account a JOIN totp_credential c ON c.account_id = a.id
      WHERE a.id = ${account.id}::uuid AND a.mfa_last_verified_at = c.last_used_at`.execute(opened.database);
    expect(rows).toHaveLength(1);
  });

  test('a slow clock is named to everyone, a fast one only to a known browser, and neither code is accepted', async () => {
    const { account, seed } = await enrolled();
    const browserId = `browser-${account.id}`;
    await givenTraces(opened.database, { ...account, generation: 2 }, browserId);
    const slow = codeAtStep(seed, present + 1 - 8);
    const fast = codeAtStep(seed, present + 1 + 8);
    expect(await verify(account, slow)).toMatchObject({ ok: false, because: 'wrong_code', clockOffsetMinutes: -4 });
    expect(await verify(account, fast)).toMatchObject({ ok: false, because: 'wrong_code', clockOffsetMinutes: null });
    expect(await verify(account, fast, { browserId })).toMatchObject({
      ok: false,
      because: 'wrong_code',
      clockOffsetMinutes: 4,
    });
    expect(await verify(account, fast, { now: later(9) })).toMatchObject({ ok: true });
  });

  test('a seed that cannot be opened stops the sign-in, though another authenticator could answer', async () => {
    const { account, seed } = await enrolled();
    const second = await givenEnrolled(opened.database, account);
    await sql`UPDATE totp_credential SET seed_sealed = 'damaged' WHERE id = ${second.factorId}::uuid`.execute(
      opened.database,
    );
    await expect(verify(account, codeAtStep(seed, present + 1))).rejects.toThrow(SealBroken);
    await expect(verify(account, '')).rejects.toThrow(SealBroken);
  });

  test('in a transaction of the caller that fails, nothing is spent', async () => {
    const { account, seed } = await enrolled();
    const code = codeAtStep(seed, present + 1);
    const failing = opened.database.transaction().execute(async (transaction) => {
      expect(await verify(account, code, {}, transaction)).toMatchObject({ ok: true });
      throw new Error('the caller failed');
    });
    await expect(failing).rejects.toThrow('the caller failed');
    expect(await verify(account, code)).toMatchObject({ ok: true });
  });
});

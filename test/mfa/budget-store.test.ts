import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { clearBudgets, sweepBudgets } from '../../src/mfa/budget-store.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { givenAccount, givenTraces, origin } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { givenEnrolled, later, testFactors } from './factor-fixture.js';

describe.each(databaseKinds)('the budget of wrong codes on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());

  const factors = testFactors({ mfaDailyAttempts: 3 });
  async function enrolled() {
    const account = await givenAccount(opened.database);
    return { account, ...(await givenEnrolled(opened.database, account)) };
  }
  const verify = (account: Account, typed: string, browserId: string | null = null, steps = 1) =>
    factors.verifyCode(opened.database, { accountId: account.id, typed, browserId, now: later(steps), origin });
  const exhaust = async (account: Account, browserId: string | null = null) => {
    for (let count = 1; count <= 3; count += 1) {
      expect(await verify(account, 'wrong', browserId)).toMatchObject({ because: 'wrong_code' });
    }
    expect(await verify(account, 'wrong', browserId)).toMatchObject({ because: 'too_many_attempts' });
  };
  const passHours = (hours: number) =>
    sql`UPDATE factor_budget SET failed_at = ARRAY(SELECT t - make_interval(hours => ${hours}::int) FROM unnest(failed_at) AS t)`.execute(
      opened.database,
    );
  const hoursUntil = async (moment: Date | null) => {
    const { rows } = await sql<{ now: Date }>`SELECT now()`.execute(opened.database);
    return ((moment?.getTime() ?? 0) - (rows[0]?.now.getTime() ?? 0)) / 3_600_000;
  };

  test('renews itself as each wrong code becomes a day old, and says when', async () => {
    const { account, seed } = await enrolled();
    await verify(account, 'wrong');
    await passHours(10);
    await verify(account, 'wrong');
    await verify(account, 'wrong');
    const refused = await verify(account, codeAtStep(seed, stepAt(later(1))));
    if (refused.ok || refused.because !== 'too_many_attempts') throw new Error('not refused');
    expect(await hoursUntil(refused.retryAt)).toBeCloseTo(14, 1);
    await passHours(15);
    expect(await verify(account, codeAtStep(seed, stepAt(later(1))))).toMatchObject({ ok: true });
    await verify(account, 'wrong');
    expect(await verify(account, 'wrong')).toMatchObject({ because: 'too_many_attempts' });
  });

  test('a right code takes nothing from it', async () => {
    const { account, seed } = await enrolled();
    for (let steps = 1; steps <= 5; steps += 1) {
      expect(await verify(account, codeAtStep(seed, stepAt(later(steps))), null, steps)).toMatchObject({ ok: true });
    }
    await exhaust(account);
  });

  test('is apart for backup codes', async () => {
    const { account, backupCodes } = await enrolled();
    await exhaust(account);
    expect(await verify(account, backupCodes[0] ?? '')).toMatchObject({ ok: true });
  });

  test('the owner’s own browser keeps its budget, strangers do not get one by claiming to be it', async () => {
    const { account, seed } = await enrolled();
    const other = await enrolled();
    await givenTraces(opened.database, { id: account.id, generation: 2 }, `own-${account.id}`);
    await givenTraces(opened.database, { id: account.id, generation: 1 }, `old-${account.id}`);
    await givenTraces(opened.database, { id: other.account.id, generation: 2 }, `other-${account.id}`);
    await exhaust(account);
    for (const claimed of ['', 'made-up', '\0', `old-${account.id}`, `other-${account.id}`]) {
      expect(await verify(account, 'wrong', claimed)).toMatchObject({ because: 'too_many_attempts' });
    }
    expect(await verify(account, codeAtStep(seed, stepAt(later(1))), `own-${account.id}`)).toMatchObject({ ok: true });
    await exhaust(account, `own-${account.id}`);
  });

  test('a hundred failures in a row block until a person acts, however many days they took', async () => {
    const { account, seed } = await enrolled();
    for (let count = 1; count <= 100; count += 1) {
      expect(await verify(account, 'wrong')).toMatchObject({ because: 'wrong_code' });
      if (count % 3 === 0) await passHours(25);
    }
    await passHours(1000);
    const right = codeAtStep(seed, stepAt(later(1)));
    expect(await verify(account, right)).toMatchObject({ ok: false, because: 'too_many_attempts', retryAt: null });
    expect(await sweepBudgets(opened.database)).toBeGreaterThanOrEqual(0);
    expect(await verify(account, right)).toMatchObject({ because: 'too_many_attempts' });
    await clearBudgets(opened.database, account.id);
    expect(await verify(account, right)).toMatchObject({ ok: true });
  });

  test('what decides nothing any more is swept', async () => {
    await sql`DELETE FROM factor_budget`.execute(opened.database);
    const { account, seed } = await enrolled();
    await verify(account, 'wrong');
    await verify(account, codeAtStep(seed, stepAt(later(1))));
    expect(await sweepBudgets(opened.database)).toBe(0);
    await passHours(25);
    expect(await sweepBudgets(opened.database)).toBe(1);
  });
});

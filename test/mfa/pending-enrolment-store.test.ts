/** An enrolment outside a sign-in: one per account, shown again on reload, confirmed once, dead when its time or its account has moved on. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import {
  beginPendingEnrolment,
  claimPendingEnrolment,
  countConfirmation,
  findPendingEnrolment,
  mostConfirmationAttempts,
  type PendingEnrolment,
} from '../../src/mfa/pending-enrolment-store.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { givenAccount, origin } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { start, testFactors } from './factor-fixture.js';

describe.each(databaseKinds)('an enrolment outside a sign-in on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());

  async function begin(account: Account, { reuse = false, name = 'Phone' } = {}) {
    const fresh = testFactors().totpEnrolment.startEnrolment(account);
    return { fresh, result: await beginPendingEnrolment(opened.database, { account, name, fresh }, 15, { reuse }) };
  }

  async function givenPending(account: Account): Promise<PendingEnrolment> {
    const { result } = await begin(account);
    if (!result.ok) throw new Error(result.because);
    return result.pending;
  }

  function confirm(account: Account, pending: PendingEnrolment) {
    const { totpEnrolment } = testFactors();
    const { seed } = totpEnrolment.reopenEnrolment(account, pending);
    return totpEnrolment.confirmEnrolment(opened.database, {
      accountId: account.id,
      pending,
      typed: codeAtStep(seed, stepAt(start)),
      name: pending.name,
      now: start,
      origin,
      claim: claimPendingEnrolment(pending.id),
    });
  }

  async function expire(pending: PendingEnrolment): Promise<void> {
    await sql`UPDATE totp_enrolment SET expires_at = now() WHERE id = ${pending.id}::uuid`.execute(opened.database);
  }

  test('a reload shows the same key, and starting anew replaces it', async () => {
    const account = await givenAccount(opened.database);
    const first = await begin(account, { name: 'Phone' });
    expect(first.result).toMatchObject({ ok: true, pending: { id: first.fresh.id, name: 'Phone' } });
    const reload = await begin(account, { reuse: true, name: 'Tablet' });
    expect(reload.result).toEqual(first.result);
    const anew = await begin(account, { name: 'Tablet' });
    expect(anew.result).toMatchObject({ ok: true, pending: { id: anew.fresh.id, name: 'Tablet' } });
    expect(await findPendingEnrolment(opened.database, account.id)).toEqual(anew.result);
    expect(await findPendingEnrolment(opened.database, account.id, first.fresh.id)).toMatchObject({
      because: 'absent',
    });
  });

  test("a page shows no key again but its own session's: not that of another browser, nor one that a program was given", async () => {
    const account = await givenAccount(opened.database);
    const show = async (shownIn?: string) => {
      const fresh = testFactors().totpEnrolment.startEnrolment(account);
      const asked = { account, name: '', fresh, ...(shownIn === undefined ? {} : { shownIn }) };
      const result = await beginPendingEnrolment(opened.database, asked, 15, { reuse: true });
      return result.ok ? result.pending.id : result.because;
    };
    const program = await show();
    const page = await show('session');
    expect(page).not.toBe(program);
    expect(await show('session')).toBe(page);
    expect(await show('other')).not.toBe(page);
  });

  test('pages that begin at the same moment show one key', async () => {
    const account = await givenAccount(opened.database);
    const begun = await Promise.all(Array.from({ length: 16 }, () => begin(account, { reuse: true })));
    const ids = new Set(begun.map(({ result }) => (result.ok ? result.pending.id : result.because)));
    expect(ids.size).toBe(1);
  });

  test('what is expired, of an older generation, or tried too often is not shown again', async () => {
    const account = await givenAccount(opened.database);
    const late = await givenPending(account);
    await expire(late);
    expect(await findPendingEnrolment(opened.database, account.id, late.id)).toMatchObject({ because: 'expired' });
    const second = await begin(account, { reuse: true });
    expect(second.result).toMatchObject({ pending: { id: second.fresh.id } });

    const raised = await raiseGeneration(opened.database, account.id);
    if (!raised.ok) throw new Error(raised.because);
    expect(await findPendingEnrolment(opened.database, account.id)).toMatchObject({ because: 'expired' });
    expect((await begin(account)).result).toEqual({ ok: false, because: 'account_changed' });
    const present = { ...account, generation: raised.generation };
    const third = await begin(present, { reuse: true });
    expect(third.result).toMatchObject({ pending: { id: third.fresh.id } });

    const tried = await Promise.all(
      Array.from({ length: 16 }, () => countConfirmation(opened.database, account.id, third.fresh.id)),
    );
    expect(tried.filter(({ ok }) => ok)).toHaveLength(mostConfirmationAttempts);
    const spent = { because: 'too_many_attempts', expiresAt: expect.any(Date) };
    expect(await countConfirmation(opened.database, account.id)).toMatchObject(spent);
    const fourth = await begin(present, { reuse: true });
    expect(fourth.result).toMatchObject({ pending: { id: fourth.fresh.id } });
    expect(await countConfirmation(opened.database, account.id)).toMatchObject({ ok: true });
  });

  test('another account’s enrolment, and text that is no id, are not there', async () => {
    const owner = await givenAccount(opened.database);
    const other = await givenAccount(opened.database);
    const pending = await givenPending(owner);
    for (const find of [findPendingEnrolment, countConfirmation]) {
      for (const id of [pending.id, randomUUID(), 'x', '\0', undefined]) {
        expect(await find(opened.database, other.id, id)).toMatchObject({ ok: false, because: 'absent' });
      }
    }
    expect(await confirm({ ...owner, id: other.id }, pending)).toEqual({ ok: false, because: 'enrolment_gone' });
    expect(await confirm(owner, pending)).toMatchObject({ ok: true });
  });

  test('sixteen confirmations at once give one factor with one set of codes, ten rounds long', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const account = await givenAccount(opened.database);
      const pending = await givenPending(account);
      const results = await Promise.all(Array.from({ length: 16 }, () => confirm(account, pending)));
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.filter((result) => !result.ok && result.because === 'enrolment_gone')).toHaveLength(15);
      expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 1, backupCodesRemaining: 10 });
      expect(await findPendingEnrolment(opened.database, account.id)).toMatchObject({ because: 'absent' });
    }
  });

  test('an enrolment whose time has passed, or whose account has changed, cannot be confirmed', async () => {
    const account = await givenAccount(opened.database);
    const late = await givenPending(account);
    await expire(late);
    expect(await confirm(account, late)).toEqual({ ok: false, because: 'enrolment_gone' });
    const overtaken = await givenPending(account);
    await raiseGeneration(opened.database, account.id);
    expect(await confirm(account, overtaken)).toEqual({ ok: false, because: 'enrolment_gone' });
  });
});

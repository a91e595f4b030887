import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { findAccountById } from '../../src/accounts/account-store.js';
import type { AuditEvent } from '../../src/audit/audit-event.js';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import { type RemovedFactor, removeMfa, removeTotpCredential } from '../../src/mfa/remove-mfa-store.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { eventsOf, givenAccount, givenTraces, origin, tracesOf } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { confirm, givenEnrolled, givenPendingEnrolment, later, testFactors } from './factor-fixture.js';

const nothing = { factors: [], totpCount: 0, backupCodesRemaining: 0 };

describe.each(databaseKinds)('removing second factors on %s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  const read = async (id: string) => (await findAccountById(opened.database, id))?.account;
  const event = (type: AuditEvent['type'], account: Account): AuditEvent => ({
    ...origin,
    type,
    subjectId: account.id,
    outcome: 'success',
  });
  const verify = (account: Account, typed: string) =>
    testFactors().verifyCode(opened.database, { accountId: account.id, typed, browserId: null, now: later(1), origin });
  const budgets = async (account: Account) =>
    (await sql`SELECT kind FROM factor_budget WHERE account_id = ${account.id}::uuid`.execute(opened.database)).rows;

  test('everything goes at once: factors, codes, budgets, sessions; grace does not come back', async () => {
    const account = await givenAccount(opened.database);
    const { seed, backupCodes } = await givenEnrolled(opened.database, account);
    await verify(account, 'wrong');
    await sql`UPDATE account SET grace_extended_until = now() + interval '30 days' WHERE id = ${account.id}::uuid`.execute(
      opened.database,
    );
    await givenTraces(opened.database, { id: account.id, generation: 2 }, account.id);
    const events = [event('mfa.disabled', account)];
    const removed = await removeMfa(opened.database, { accountId: account.id, demandEnrolment: false, events });
    expect(removed).toEqual({ ok: true, generation: 3 });
    expect(await readMfaState(opened.database, account.id)).toEqual(nothing);
    expect(await budgets(account)).toEqual([]);
    expect(await tracesOf(opened.database, account.id)).toEqual([]);
    expect(await read(account.id)).toMatchObject({
      mfaConfiguredAt: null,
      graceEndedAt: expect.any(Date),
      graceExtendedUntil: null,
      enrolmentDemandedAt: null,
    });
    expect((await eventsOf(opened.database, account.id)).at(-1)).toBe('mfa.disabled');
    expect(await verify(account, codeAtStep(seed, stepAt(later(1))))).toMatchObject({ because: 'not_enrolled' });
    expect(await verify(account, backupCodes[0] ?? '')).toMatchObject({ because: 'not_enrolled' });
  });

  test('a reset demands enrolment, also of an account that has no factor', async () => {
    const account = await givenAccount(opened.database);
    const removal = { accountId: account.id, demandEnrolment: true, events: [event('mfa.reset', account)] };
    expect(await removeMfa(opened.database, removal)).toEqual({ ok: true, generation: 2 });
    expect(await read(account.id)).toMatchObject({
      enrolmentDemandedAt: expect.any(Date),
      graceEndedAt: expect.any(Date),
    });
  });

  test('disabling what is not enabled is refused, and changes and reports nothing', async () => {
    const account = await givenAccount(opened.database);
    const removal = { accountId: account.id, demandEnrolment: false, events: [event('mfa.disabled', account)] };
    expect(await removeMfa(opened.database, removal)).toEqual({ ok: false, because: 'mfa_not_enabled' });
    expect(await read(account.id)).toEqual(account);
    expect(await eventsOf(opened.database, account.id)).toEqual([]);
    const nobody = { ...removal, accountId: randomUUID() };
    expect(await removeMfa(opened.database, nobody)).toEqual({ ok: false, because: 'account_not_found' });
  });

  test('what the person is using goes on under the new generation', async () => {
    const account = await givenAccount(opened.database);
    await givenEnrolled(opened.database, account);
    await givenTraces(opened.database, { id: account.id, generation: 2 }, account.id);
    const kept = { recordIds: [account.id] };
    await removeMfa(opened.database, { accountId: account.id, demandEnrolment: false, kept, events: [] });
    expect(await tracesOf(opened.database, account.id)).toEqual([`record ${account.id} 3`]);
  });

  test('one of two apps goes alone; the last takes the codes with it', async () => {
    const account = await givenAccount(opened.database);
    const first = await givenEnrolled(opened.database, account);
    const second = await givenEnrolled(opened.database, account);
    const names: string[] = [];
    const events = ({ name, wasLast }: RemovedFactor) => {
      names.push(name);
      return [event(wasLast ? 'mfa.disabled' : 'mfa.factor_removed', account)];
    };
    const remove = (credentialId: string, accountId = account.id) =>
      removeTotpCredential(opened.database, { accountId, credentialId, events });
    const stranger = await givenAccount(opened.database);
    expect(await remove(first.factorId, stranger.id)).toEqual({ ok: false, because: 'factor_not_found' });

    expect(await remove(first.factorId)).toEqual({ ok: true, wasLast: false, generation: 4 });
    expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 1, backupCodesRemaining: 10 });
    expect(await remove(first.factorId)).toEqual({ ok: false, because: 'factor_not_found' });
    expect(await remove(second.factorId)).toEqual({ ok: true, wasLast: true, generation: 5 });
    expect(names).toEqual(['Phone', 'Phone 2']);
    expect(await readMfaState(opened.database, account.id)).toEqual(nothing);
    expect(await read(account.id)).toMatchObject({ mfaConfiguredAt: null });
    expect((await eventsOf(opened.database, account.id)).slice(-2)).toEqual(['mfa.factor_removed', 'mfa.disabled']);
  });

  test('where the last app must stay, two removals at the same moment leave one of the two', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const account = await givenAccount(opened.database);
      const apps = [await givenEnrolled(opened.database, account), await givenEnrolled(opened.database, account)];
      const results = await Promise.all(
        apps.map(({ factorId }) => {
          const removal = { accountId: account.id, credentialId: factorId, permitsLast: () => false, events: () => [] };
          return removeTotpCredential(opened.database, removal);
        }),
      );
      expect(results).toContainEqual({ ok: true, wasLast: false, generation: 4 });
      expect(results).toContainEqual({ ok: false, because: 'last_factor' });
      expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 1, backupCodesRemaining: 10 });
    }
  });

  test('a removal and a confirmation at the same moment leave a whole state, whichever comes first', async () => {
    for (let round = 1; round <= 20; round += 1) {
      const account = await givenAccount(opened.database);
      await givenEnrolled(opened.database, account);
      const pending = await givenPendingEnrolment(opened.database, account);
      const [confirmed] = await Promise.all([
        confirm(opened.database, account, pending),
        removeMfa(opened.database, { accountId: account.id, demandEnrolment: false, events: [] }),
      ]);
      const state = await readMfaState(opened.database, account.id);
      expect(state).toEqual(nothing);
      expect((await read(account.id))?.mfaConfiguredAt).toBeNull();
      // Either it was confirmed and then removed with the rest, or it came too late.
      expect(confirmed.ok || confirmed.because === 'enrolment_gone').toBe(true);
    }
  });

  test('verifications, removals and confirmations at the same moment never end in a deadlock', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const account = await givenAccount(opened.database);
      const { seed, backupCodes, factorId } = await givenEnrolled(opened.database, account);
      const pending = await givenPendingEnrolment(opened.database, account);
      const counted = sql`UPDATE login_attempt SET wrong_codes = wrong_codes + 1 WHERE id = ${pending.attemptId} RETURNING 1`;
      const factors = testFactors();
      const attempt = (typed: string) =>
        factors.verifyCode(opened.database, {
          accountId: account.id,
          typed,
          browserId: null,
          now: later(1),
          origin,
          onlyIf: counted,
          alsoWrite: (accepted) => [
            sql`UPDATE login_attempt l SET wrong_codes = 0 FROM ${accepted} a WHERE l.account_id = a.account_id RETURNING 1`,
          ],
        });
      await Promise.all([
        attempt(codeAtStep(seed, stepAt(later(1)))),
        attempt(backupCodes[0] ?? ''),
        attempt('wrong'),
        attempt(codeAtStep(seed, stepAt(later(2)))),
        confirm(opened.database, account, pending),
        removeTotpCredential(opened.database, { accountId: account.id, credentialId: factorId, events: () => [] }),
        removeMfa(opened.database, { accountId: account.id, demandEnrolment: true, events: [] }),
        attempt(backupCodes[1] ?? ''),
      ]);
    }
  });
});

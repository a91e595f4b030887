import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { findAccountById } from '../../src/accounts/account-store.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/schema.js';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import { factorName } from '../../src/mfa/totp-enrolment.js';
import { SealBroken } from '../../src/secrets/key-ring.js';
import { eventsOf, givenAccount, givenTraces, tracesOf } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { confirm, givenPendingEnrolment, later, start, testFactors } from './factor-fixture.js';

test.each([
  ['  My phone ', 'My phone'],
  ['', 'Authenticator app'],
  ['\0\u202e\n', 'Authenticator app'],
  ['<b>phone</b>', '<b>phone</b>'],
  ['😀'.repeat(1000), '😀'.repeat(60)],
])('a factor called %j is shown as %j', (name, shown) => {
  expect(factorName(name)).toBe(shown);
});

describe.each(databaseKinds)('enrolling an authenticator app on %s', (kind) => {
  let opened: TestDatabase;
  let otherNode: Database;
  let closeOtherNode = async () => {};
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    otherNode = opened.database;
    if (kind !== 'postgres') return;
    const second = await openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' });
    otherNode = second.database;
    closeOtherNode = () => second.close();
  });
  afterAll(async () => {
    await closeOtherNode();
    await opened.close();
  });
  const read = async (id: string) => (await findAccountById(opened.database, id))?.account;

  test('the first factor comes with its codes, ends grace, and ends what was signed in before, in one statement', async () => {
    const account = await givenAccount(opened.database);
    await sql`UPDATE account SET grace_extended_until = now() + interval '30 days', enrolment_demanded_at = now()
      WHERE id = ${account.id}::uuid`.execute(opened.database);
    await givenTraces(opened.database, account, account.id);
    const pending = await givenPendingEnrolment(opened.database, account);
    opened.statements.length = 0;
    const confirmed = await confirm(opened.database, account, pending, { name: ' My phone ' });
    expect(opened.statements).toHaveLength(1);
    if (!confirmed.ok) throw new Error(confirmed.because);
    expect(confirmed).toMatchObject({ factorId: pending.enrolment.id, generation: 2 });
    expect(new Set(confirmed.backupCodes).size).toBe(10);
    expect(await read(account.id)).toMatchObject({
      generation: 2,
      mfaConfiguredAt: confirmed.verifiedAt,
      mfaLastVerifiedAt: confirmed.verifiedAt,
      graceEndedAt: confirmed.verifiedAt,
      graceExtendedUntil: null,
      enrolmentDemandedAt: null,
    });
    expect(await readMfaState(opened.database, account.id)).toMatchObject({
      factors: [{ id: pending.enrolment.id, type: 'totp', name: 'My phone', createdAt: expect.any(Date) }],
      totpCount: 1,
      backupCodesRemaining: 10,
    });
    expect(await tracesOf(opened.database, account.id)).toEqual([`attempt ${pending.attemptId} 2`]);
    expect(await eventsOf(opened.database, account.id)).toEqual(['mfa.enabled']);
  });

  test('a second factor brings no new codes and kills none, and its name is made different', async () => {
    const account = await givenAccount(opened.database);
    const first = await confirm(opened.database, account, await givenPendingEnrolment(opened.database, account));
    const configuredAt = (await read(account.id))?.mfaConfiguredAt;
    const second = await confirm(opened.database, account, await givenPendingEnrolment(opened.database, account), {
      name: 'PHONE',
    });
    const third = await confirm(opened.database, account, await givenPendingEnrolment(opened.database, account));
    expect([first, second, third]).toMatchObject([
      { ok: true },
      { ok: true, backupCodes: [] },
      { ok: true, backupCodes: [] },
    ]);
    const state = await readMfaState(opened.database, account.id);
    expect(state.factors.map(({ name }) => name)).toEqual(['Phone', 'PHONE 2', 'Phone 3']);
    expect(state.backupCodesRemaining).toBe(10);
    expect((await read(account.id))?.mfaConfiguredAt).toEqual(configuredAt);
  });

  test('an account may have five apps and no more', async () => {
    const account = await givenAccount(opened.database);
    for (let count = 1; count <= 5; count += 1) {
      const pending = await givenPendingEnrolment(opened.database, account);
      expect(await confirm(opened.database, account, pending)).toMatchObject({ ok: true });
    }
    const sixth = await givenPendingEnrolment(opened.database, account);
    expect(await confirm(opened.database, account, sixth)).toEqual({ ok: false, because: 'enrolment_gone' });
    expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 5 });
  });

  test('a wrong first code changes nothing, and a wrong clock is named', async () => {
    const account = await givenAccount(opened.database);
    const pending = await givenPendingEnrolment(opened.database, account);
    for (const typed of ['', '12345', '😀', 'abc12-def34', '\0', 'x'.repeat(1_048_576)]) {
      const refused = { ok: false, because: 'wrong_code', clockOffsetMinutes: null };
      expect(await confirm(opened.database, account, pending, { typed })).toEqual(refused);
    }
    const fast = codeAtStep(pending.enrolment.seed, stepAt(start) + 8);
    expect(await confirm(opened.database, account, pending, { typed: fast })).toMatchObject({ clockOffsetMinutes: 4 });
    expect(await read(account.id)).toEqual(account);
    expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 0, backupCodesRemaining: 0 });
    expect(await confirm(opened.database, account, pending)).toMatchObject({ ok: true });
  });

  test('twenty confirmations at once, over two nodes, give one winner with one set of codes, twenty rounds long', async () => {
    for (let round = 1; round <= 20; round += 1) {
      const account = await givenAccount(opened.database);
      const pending = await givenPendingEnrolment(opened.database, account);
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          confirm(index % 2 === 0 ? opened.database : otherNode, account, pending),
        ),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(results.filter((result) => !result.ok && result.because === 'enrolment_gone')).toHaveLength(19);
      expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 1, backupCodesRemaining: 10 });
      expect(await read(account.id)).toMatchObject({ generation: 2 });
      expect(await eventsOf(opened.database, account.id)).toEqual(['mfa.enabled']);
    }
  });

  test('two enrolments confirmed at the same moment in two tabs: one wins, the other starts over', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const account = await givenAccount(opened.database);
      const tabs = [
        await givenPendingEnrolment(opened.database, account),
        await givenPendingEnrolment(opened.database, account),
      ];
      const results = await Promise.all(
        tabs.map((tab, index) => confirm(index === 0 ? opened.database : otherNode, account, tab)),
      );
      expect(results.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await readMfaState(opened.database, account.id)).toMatchObject({ totpCount: 1, backupCodesRemaining: 10 });
    }
  });

  test('an enrolment from before a change of the account is gone', async () => {
    const account = await givenAccount(opened.database);
    const pending = await givenPendingEnrolment(opened.database, account);
    await raiseGeneration(opened.database, account.id);
    expect(await confirm(opened.database, account, pending)).toEqual({ ok: false, because: 'enrolment_gone' });
    const nobody = { ...account, id: randomUUID() };
    expect(await confirm(opened.database, nobody, pending, { now: later(5) })).toMatchObject({ ok: false });
  });

  test('the pending secret is shown again as it was, and moved to another factor it does not open', async () => {
    const { totpEnrolment } = testFactors();
    const started = totpEnrolment.startEnrolment({ email: 'ann@example.test' });
    expect(started.uri).toContain(`secret=${started.seed}`);
    expect(started.seedSealed).not.toContain(started.seed);
    expect(totpEnrolment.reopenEnrolment({ email: 'ann@example.test' }, started)).toEqual(started);
    const moved = { id: randomUUID(), seedSealed: started.seedSealed };
    expect(() => totpEnrolment.reopenEnrolment({ email: 'ann@example.test' }, moved)).toThrow(SealBroken);
  });
});

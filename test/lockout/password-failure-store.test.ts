import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import {
  releaseAttempt,
  reserveAttemptAndFindAccount,
  sweepPasswordFailures,
  unlockEmail,
} from '../../src/lockout/password-failure-store.js';
import { eventsOf, givenAccount, givenTraces, origin } from '../accounts/account-fixture.js';
import { testKeyRing, testKeys } from '../support/key-ring.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

const keyRing = testKeyRing();
const rules = { threshold: 5, durationMinutes: 30 };
const stranger = '198.51.100.7';

describe.each(databaseKinds)('lockout on %s', (kind) => {
  let opened: TestDatabase;
  let email: string;
  let serial = 0;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    serial += 1;
    email = `person${serial}@example.test`;
    opened.statements.length = 0;
  });
  const attempt = (about: { email?: string; ip?: string; browserId?: string | null } = {}) =>
    reserveAttemptAndFindAccount(opened.database, keyRing, { email, ip: stranger, browserId: null, ...about }, rules);
  const passMinutes = (minutes: number) =>
    sql`UPDATE password_failure SET last_failed_at = last_failed_at - make_interval(mins => ${minutes}::int),
      locked_until = locked_until - make_interval(mins => ${minutes}::int)`.execute(opened.database);

  test('an attempt is counted, judged and given its account in one statement', async () => {
    const account = await givenAccount(opened.database, { email, passwordHash: 'hash' });
    opened.statements.length = 0;
    expect(await attempt({ email: ` ${email.toUpperCase()}` })).toMatchObject({
      ok: true,
      isLast: false,
      found: { account, passwordHash: 'hash' },
    });
    expect(opened.statements).toHaveLength(1);
  });

  test('a count says whose it is, where there is such an account, and nothing of what was typed', async () => {
    const { id } = await givenAccount(opened.database, { email });
    await attempt();
    await attempt({ email: `un${email}` });
    const { rows } = await sql<{ account_id: string | null }>`SELECT account_id FROM password_failure
      ORDER BY last_failed_at DESC LIMIT 2`.execute(opened.database);
    expect(rows.map((row) => row.account_id)).toEqual([null, id]);
  });

  test.each([
    ['a known', true],
    ['an unknown', false],
  ])('after exactly five wrong passwords %s address is refused for half an hour', async (_, isKnown) => {
    if (isKnown) await givenAccount(opened.database, { email });
    for (let count = 1; count <= 5; count += 1) {
      expect(await attempt()).toMatchObject({ ok: true, isLast: count === 5 });
    }
    const refused = await attempt();
    expect(refused).toEqual({ ok: false, because: 'locked_out', retryAt: expect.any(Date) });
    const { rows } = await sql<{ now: Date }>`SELECT now()`.execute(opened.database);
    const minutes = ((refused.ok ? 0 : refused.retryAt.getTime()) - (rows[0]?.now.getTime() ?? 0)) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30);

    await passMinutes(29);
    expect(await attempt()).toMatchObject({ ok: false });
    await passMinutes(2);
    for (let count = 1; count <= 5; count += 1) expect(await attempt()).toMatchObject({ ok: true });
    expect(await attempt()).toMatchObject({ ok: false });
  });

  test('fifty at the same moment: five are tried, whether the address is known or not', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => attempt()));
    expect(results.filter(({ ok }) => ok)).toHaveLength(5);
    expect(results.filter((result) => result.ok && result.isLast)).toHaveLength(1);
  });

  test('a failure older than the lock’s duration is forgotten', async () => {
    for (let count = 1; count <= 4; count += 1) await attempt();
    await passMinutes(31);
    for (let count = 1; count <= 5; count += 1) expect(await attempt()).toMatchObject({ ok: true });
    expect(await attempt()).toMatchObject({ ok: false });
  });

  test('the right password forgets the failures of its source only', async () => {
    for (let count = 1; count <= 5; count += 1) await attempt({ ip: '203.0.113.9' });
    const right = await attempt();
    if (!right.ok) throw new Error('locked out');
    await releaseAttempt(right.reservation).execute(opened.database);
    for (let count = 1; count <= 5; count += 1) expect(await attempt()).toMatchObject({ ok: true });
    expect(await attempt({ ip: '203.0.113.9' })).toMatchObject({ ok: false });
  });

  test('strangers cannot lock the owner out: other addresses and the owner’s own browser may still try', async () => {
    const account = await givenAccount(opened.database, { email });
    const browserId = `browser-${email}`;
    await givenTraces(opened.database, account, browserId);
    for (let count = 1; count <= 6; count += 1) await attempt();
    expect(await attempt()).toMatchObject({ ok: false });
    expect(await attempt({ ip: '203.0.113.10' })).toMatchObject({ ok: true });
    expect(await attempt({ browserId })).toMatchObject({ ok: true });
    for (let count = 1; count <= 6; count += 1) await attempt({ browserId });
    expect(await attempt({ browserId })).toMatchObject({ ok: false });
  });

  test('a browser that is unknown, another’s, or from before the last change is no source of its own', async () => {
    const account = await givenAccount(opened.database, { email });
    const other = await givenAccount(opened.database);
    await givenTraces(opened.database, other, `other-${email}`);
    await givenTraces(opened.database, account, `old-${email}`);
    await sql`UPDATE account SET generation = 2 WHERE id = ${account.id}::uuid`.execute(opened.database);
    for (let count = 1; count <= 6; count += 1) await attempt();
    for (const browserId of ['made-up', `other-${email}`, `old-${email}`, '\0', 'x'.repeat(100_000)]) {
      expect(await attempt({ browserId })).toMatchObject({ ok: false });
    }
  });

  test('hosts of one IPv6 network are one source', async () => {
    for (let host = 1; host <= 5; host += 1) await attempt({ ip: `2001:db8::${host}` });
    expect(await attempt({ ip: '2001:db8::ffff' })).toMatchObject({ ok: false });
    expect(await attempt({ ip: '2001:db8:0:1::1' })).toMatchObject({ ok: true });
  });

  test('an administrator’s unlock lets every source try again, and is reported', async () => {
    const account = await givenAccount(opened.database, { email });
    for (let count = 1; count <= 6; count += 1) await attempt();
    const events = [{ ...origin, type: 'user.unlocked', subjectId: account.id, outcome: 'success' } as const];
    expect(await unlockEmail(opened.database, keyRing, { email, events })).toEqual({ failuresForgotten: true });
    expect(await attempt()).toMatchObject({ ok: true });
    expect(await eventsOf(opened.database, account.id)).toEqual(['user.unlocked']);
    expect(await unlockEmail(opened.database, testKeyRing([...testKeys].reverse()), { email, events: [] })).toEqual({
      failuresForgotten: true,
    });
  });

  test('nothing in the table names an account or an address', async () => {
    await attempt();
    const { rows } = await sql`SELECT * FROM password_failure`.execute(opened.database);
    expect(JSON.stringify(rows)).not.toMatch(/person|example|198\.51/);
  });

  test.each(['', '\0', '\ud83d', 'x'.repeat(1_048_576), '👩‍👩‍👧', "'; --"])(
    'the address %j is counted like any other',
    async (odd) => {
      expect(await attempt({ email: odd, ip: odd })).toMatchObject({ ok: true, found: undefined });
    },
  );

  test('counts that decide nothing any more are swept, locks in force are not', async () => {
    await sql`DELETE FROM password_failure`.execute(opened.database);
    await attempt();
    expect(await sweepPasswordFailures(opened.database, rules)).toBe(0);
    await passMinutes(31);
    for (let count = 1; count <= 5; count += 1) await attempt({ email: 'locked@example.test' });
    expect(await sweepPasswordFailures(opened.database, rules)).toBe(1);
    expect(await attempt({ email: 'locked@example.test' })).toMatchObject({ ok: false });
  });
});

/** A simulation says what the change then does: each is made afterwards, and every account compared. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type MfaLevel, mfaLevels } from '../../src/accounts/account-rules.js';
import { simulatePolicy } from '../../src/administration/simulate-policy.js';
import { countedAccounts } from '../../src/census/census-store.js';
import { previewRules } from '../../src/census/rule-book-store.js';
import { rulesUnder } from '../../src/census/simulation.js';
import { standingOf } from '../../src/census/standing.js';
import { takeCensus } from '../../src/census/take-census.js';
import { type PolicyChange, storePolicy } from '../../src/mfa/policy-change-store.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { fillSmall, adoptionSettings as policy } from './census-fixture.js';

/** The same numbers on every run: a failure can be run again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let groups: readonly string[];
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    await fillSmall(opened.database);
    await sql`INSERT INTO account_group (name) VALUES ('Board'), ('Temps')`.execute(opened.database);
    // Every age, role gained late, group joined late, grace ended or extended.
    await sql`INSERT INTO account (email, email_key, roles, roles_gained_at, role_gained_at, created_at, password_hash,
        mfa_configured_at, grace_ended_at, grace_extended_until, enrolment_demanded_at)
      SELECT 'n' || n, 'n' || n, (ARRAY['{}', '{staff}', '{admin}', '{super_admin,staff}', '{editor}']::text[])[1 + n % 5]::text[],
        CASE WHEN n % 4 = 0 THEN jsonb_build_object('staff', now() - n * interval '1 hour', 'editor', now()) ELSE '{}' END,
        CASE WHEN n % 3 = 0 THEN now() - n * interval '2 hours' END, now() - n * interval '9 hours',
        CASE WHEN n % 7 > 0 THEN 'hash' END,
        CASE WHEN n % 6 = 0 THEN now() END, CASE WHEN n % 11 = 0 THEN now() - interval '1 hour' END,
        CASE WHEN n % 13 = 0 THEN now() + interval '3 days' END, CASE WHEN n % 29 = 0 THEN now() END
      FROM generate_series(1, 120) AS n`.execute(opened.database);
    await sql`INSERT INTO account_group_member (account_id, group_id, joined_at)
      SELECT a.id, g.id, now() - (length(a.email) || ' days')::interval FROM account a, account_group g
      WHERE a.email LIKE 'n%' AND (hashtext(a.email || g.name) % 3) = 0`.execute(opened.database);
    // Required for long: when somebody came under the rule decides the deadline.
    await sql`UPDATE account_group SET mfa_required_since = now() - interval '60 days'`.execute(opened.database);
    await sql`INSERT INTO mfa_rule (scope, name, level, required_since)
      SELECT 'role', role, 'required', now() - interval '60 days' FROM unnest(ARRAY['staff', 'editor']) AS role`.execute(
      opened.database,
    );
    const { rows } = await sql<{ id: string }>`SELECT id FROM account_group ORDER BY name`.execute(opened.database);
    groups = rows.map(({ id }) => id);
  });
  afterAll(() => opened.close());

  function someChange(roll: (sides: number) => number): PolicyChange {
    const level = () => mfaLevels[roll(4)] as MfaLevel;
    const role = () => ['staff', 'admin', 'super_admin', 'editor', 'nobody'][roll(5)] ?? '';
    return {
      ...(roll(2) === 0 ? { all: roll(5) === 0 ? null : level() } : {}),
      ...(roll(2) === 0 ? { roles: [{ role: role(), level: roll(4) === 0 ? null : level() }] } : {}),
      ...(roll(2) === 0 ? { groups: [{ id: groups[roll(3)] ?? '', level: level() }] } : {}),
      ...(roll(2) === 0 ? { gracePeriodDays: roll(4) === 0 ? null : roll(40) } : {}),
    };
  }

  const everybody = async () => {
    const found = [];
    for await (const { accounts, readAt } of countedAccounts(opened.database)) {
      found.push(...accounts.map((account) => ({ account, readAt })));
    }
    return found;
  };

  /** Moments of two transactions differ by what lies between them. */
  const roughly = (moment: Date | null) => (moment === null ? null : Math.round(moment.getTime() / 600_000));

  test('forty changes one after the other do to every account what was foreseen', async () => {
    const roll = dice(20_261_121);
    for (let round = 0; round < 40; round += 1) {
      const change = someChange(roll);
      const preview = await previewRules(opened.database, change);
      if (!preview.ok) throw new Error(preview.because);
      const foreseen = (await everybody()).map(({ account, readAt }) => {
        const subject = { ...account.subject, rules: rulesUnder(preview.book, account) };
        const { deadline, ...standing } = standingOf({ ...account, subject }, policy, readAt);
        return { id: account.id, ...standing, deadline: roughly(deadline) };
      });
      const simulation = await simulatePolicy({ database: opened.database, policy }, change);

      await storePolicy(opened.database, change);
      const found = (await everybody()).map(({ account, readAt }) => {
        const { deadline, ...standing } = standingOf(account, policy, readAt);
        return { id: account.id, ...standing, deadline: roughly(deadline) };
      });
      const near = (a: number | null, b: number | null) => (a !== null && b !== null && Math.abs(a - b) <= 1 ? b : a);
      const compared = foreseen.map((entry, index) => ({
        ...entry,
        deadline: near(entry.deadline, found[index]?.deadline ?? null),
      }));
      expect({ change, accounts: compared }).toEqual({ change, accounts: found });
      const { takenAt: _before, ...census } = simulation.after;
      const { takenAt: _after, ...real } = await takeCensus(opened.database, policy);
      expect({ change, census }).toEqual({ change, census: real });
    }
  }, 120_000);

  test('simulating changes nothing', async () => {
    const rules = async () =>
      (await sql`SELECT * FROM mfa_rule`.execute(opened.database)).rows.concat(
        (await sql`SELECT * FROM account_group ORDER BY id`.execute(opened.database)).rows,
        (await sql`SELECT * FROM installation ORDER BY key`.execute(opened.database)).rows,
      );
    const before = await rules();
    await simulatePolicy(
      { database: opened.database, policy },
      { all: 'required', roles: [{ role: 'new', level: 'required' }], gracePeriodDays: 3 },
    );
    expect(await rules()).toEqual(before);
  });
});

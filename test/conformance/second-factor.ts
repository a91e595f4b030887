/** What every second factor promises, whatever it is made of. Run against each implementation on both databases. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Account } from '../../src/accounts/account.js';
import { openDatabase } from '../../src/database/connect.js';
import type { Database } from '../../src/database/schema.js';
import type { SecondFactor, VerifyRequest, VerifyResult } from '../../src/mfa/second-factor.js';
import { eventsOf, givenAccount, givenTraces, origin } from '../accounts/account-fixture.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

/** A proof as its owner would give it: what is typed, and when. */
export interface Proof {
  readonly typed: string;
  readonly now: Date;
}

export interface SecondFactorSubject {
  readonly name: string;
  /** The factor with a budget of `dailyAttempts`. */
  create(dailyAttempts: number): SecondFactor;
  /** Enrols the account, and gives a source of right proofs, each newer than the one before. */
  enrol(database: Database, account: Account): Promise<{ next(): Promise<Proof> }>;
  /** Has the right form, and is wrong. */
  readonly wrong: string;
}

const oddInputs = ['', '   ', '１２３', '12345', '1234567', '😀', '\0', '\ud83d', 'null', 'x'.repeat(1_048_576)];

export function describeSecondFactor(subject: SecondFactorSubject): void {
  describe.each(databaseKinds)(`${subject.name} on %s`, (kind) => {
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

    const generous = subject.create(10_000);
    const enrolled = async () => {
      const account = await givenAccount(opened.database);
      const proofs = await subject.enrol(opened.database, account);
      await sql`DELETE FROM audit_event`.execute(opened.database);
      opened.statements.length = 0;
      return { account, proofs };
    };
    const request = (account: Account, proof: Proof, about: Partial<VerifyRequest> = {}): VerifyRequest => ({
      ...proof,
      accountId: account.id,
      browserId: null,
      origin,
      ...about,
    });
    const failuresCounted = async (account: Account): Promise<number> => {
      const { rows } = await sql<{ count: number }>`SELECT coalesce(sum(cardinality(failed_at)), 0)::int AS count
        FROM factor_budget WHERE account_id = ${account.id}::uuid`.execute(opened.database);
      return rows[0]?.count ?? 0;
    };

    test('accepts a right proof once, in two statements, and says so in the audit log', async () => {
      const { account, proofs } = await enrolled();
      const proof = await proofs.next();
      opened.statements.length = 0;
      const accepted = await generous.verify(opened.database, request(account, proof));
      expect(opened.statements).toHaveLength(2);
      expect(accepted).toMatchObject({ ok: true, method: generous.method, verifiedAt: expect.any(Date), written: [] });
      expect((await eventsOf(opened.database, account.id))[0]).toBe('mfa.verified');
      expect(await failuresCounted(account)).toBe(0);

      const replayed = await generous.verify(opened.database, request(account, proof));
      expect(replayed).toEqual({ ok: false, because: 'already_used' });
      expect((await eventsOf(opened.database, account.id)).at(-1)).toBe('mfa.failed');
    });

    test('refuses a wrong proof in two statements, and counts it', async () => {
      const { account, proofs } = await enrolled();
      const { now } = await proofs.next();
      opened.statements.length = 0;
      const refused = await generous.verify(opened.database, request(account, { typed: subject.wrong, now }));
      expect(opened.statements).toHaveLength(2);
      expect(refused).toEqual({ ok: false, because: 'wrong_code', clockOffsetMinutes: null });
      expect(await eventsOf(opened.database, account.id)).toEqual(['mfa.failed']);
      expect(await failuresCounted(account)).toBe(1);
    });

    test('refuses the right proof of somebody else', async () => {
      const owner = await enrolled();
      const thief = await enrolled();
      const proof = await owner.proofs.next();
      expect(await generous.verify(opened.database, request(thief.account, proof))).toMatchObject({
        because: 'wrong_code',
      });
      expect(await generous.verify(opened.database, request(owner.account, proof))).toMatchObject({ ok: true });
    });

    test('refuses and counts odd input of every kind, and never throws on it', async () => {
      const { account, proofs } = await enrolled();
      const { now } = await proofs.next();
      for (const typed of oddInputs) {
        expect(await generous.verify(opened.database, request(account, { typed, now }))).toMatchObject({
          because: 'wrong_code',
        });
      }
      expect(await failuresCounted(account)).toBe(oddInputs.length);
    });

    test('refuses accounts that have no such factor, or do not exist', async () => {
      const bare = await givenAccount(opened.database);
      const proof = { typed: subject.wrong, now: new Date(0) };
      expect(await generous.verify(opened.database, request(bare, proof))).toEqual({
        ok: false,
        because: 'not_enrolled',
      });
      const nobody = request(bare, proof, { accountId: randomUUID() });
      expect(await generous.verify(opened.database, nobody)).toEqual({ ok: false, because: 'not_permitted' });
    });

    test('sixteen at once, over two nodes, give one winner, twenty rounds long', async () => {
      const { account, proofs } = await enrolled();
      for (let round = 1; round <= 20; round += 1) {
        const proof = await proofs.next();
        const counter = sql`INSERT INTO installation (key, value) SELECT ${randomUUID()}, ${account.id}`;
        const results = await Promise.all(
          Array.from({ length: 16 }, (_, index) =>
            generous.verify(
              index % 2 === 0 ? opened.database : otherNode,
              request(account, proof, { alsoWrite: (accepted) => [sql`${counter} FROM ${accepted} RETURNING 1`] }),
            ),
          ),
        );
        expect(results.filter(({ ok }) => ok)).toEqual([expect.objectContaining({ written: [1] })]);
        const losers = results.filter((result): result is Exclude<VerifyResult, { ok: true }> => !result.ok);
        expect(new Set(losers.map(({ because }) => because))).toEqual(new Set(['already_used']));
      }
      const { rows } = await sql`SELECT 1 FROM installation WHERE value = ${account.id}`.execute(opened.database);
      expect(rows).toHaveLength(20);
    });

    test('is not even tried when the caller’s own count forbids it; the count commits with the reservation', async () => {
      const { account, proofs } = await enrolled();
      await givenTraces(opened.database, account, account.id);
      const proof = await proofs.next();
      const twice = sql`UPDATE login_attempt SET wrong_codes = wrong_codes + 1 WHERE id = ${account.id} AND wrong_codes < 2 RETURNING 1`;
      const wrong = request(account, { typed: subject.wrong, now: proof.now }, { onlyIf: twice });
      expect(await generous.verify(opened.database, wrong)).toMatchObject({ because: 'wrong_code' });
      expect(await generous.verify(opened.database, wrong)).toMatchObject({ because: 'wrong_code' });
      opened.statements.length = 0;
      const right = request(account, proof, { onlyIf: twice });
      expect(await generous.verify(opened.database, right)).toEqual({ ok: false, because: 'not_permitted' });
      expect(opened.statements).toHaveLength(1);
      expect(await failuresCounted(account)).toBe(2);
    });

    test('fifty wrong guesses at once: as many are checked as the budget allows, and the right one comes too late', async () => {
      const { account, proofs } = await enrolled();
      const strict = subject.create(10);
      const proof = await proofs.next();
      const wrong = request(account, { typed: subject.wrong, now: proof.now });
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) => strict.verify(index % 2 === 0 ? opened.database : otherNode, wrong)),
      );
      const reasons = results.map((result) => (result.ok ? 'ok' : result.because));
      expect(reasons.filter((reason) => reason === 'wrong_code')).toHaveLength(10);
      expect(reasons.filter((reason) => reason === 'too_many_attempts')).toHaveLength(40);
      const events = await eventsOf(opened.database, account.id);
      expect(events.filter((type) => type === 'mfa.locked')).toHaveLength(1);

      opened.statements.length = 0;
      const late = await strict.verify(opened.database, request(account, proof));
      expect(opened.statements).toHaveLength(1);
      expect(late).toEqual({ ok: false, because: 'too_many_attempts', retryAt: expect.any(Date) });
    });
  });
}

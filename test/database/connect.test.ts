/** What stores may rely on, whichever database is behind them: one suite, run against both. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readDatabaseTime } from '../../src/database/database-time-store.js';
import { isBadValue, isDatabaseUnavailable } from '../../src/database/failures.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

describe.each(databaseKinds)('%s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    opened.statements.length = 0;
  });

  const insertAccount = (connection = opened.database) => {
    const email = `${randomUUID()}@example.com`;
    return sql<{ id: string }>`INSERT INTO account (email, email_key) VALUES (${email}, ${email}) RETURNING id`.execute(
      connection,
    );
  };
  const countAccounts = async () => {
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM account`.execute(opened.database);
    return rows[0]?.n ?? Number.NaN;
  };
  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  test('values come back as the types of the schema say', async () => {
    const at = new Date('2026-03-29T01:30:00.123Z');
    const { rows } = await sql<Record<string, unknown>>`SELECT
        ${at}::timestamptz AS moment,
        ${[at, at]}::timestamptz[] AS moments,
        ARRAY[]::timestamptz[] AS no_moments,
        ${['a', 'with "quotes", commas', 'ünï', 'NULL', '']}::text[] AS texts,
        ${JSON.stringify({ a: [1, { b: null }] })}::jsonb AS document,
        ${59_137_201}::bigint AS step,
        '{1,9007199254740991,NULL}'::bigint[] AS steps,
        count(*) AS counted,
        ${true}::boolean AS yes,
        ${null}::text AS nothing,
        ${7}::integer AS seven,
        'f47ac10b-58cc-4372-a567-0e02b2c3d479'::uuid AS id`.execute(opened.database);
    expect(rows[0]).toStrictEqual({
      moment: at,
      moments: [at, at],
      no_moments: [],
      texts: ['a', 'with "quotes", commas', 'ünï', 'NULL', ''],
      document: { a: [1, { b: null }] },
      step: 59_137_201,
      steps: [1, 9_007_199_254_740_991, null],
      counted: 1,
      yes: true,
      nothing: null,
      seven: 7,
      id: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
    });
  });

  test('a bigint too large for a number keeps its last digit', async () => {
    const { rows } = await sql`SELECT 9007199254740993::bigint AS large`.execute(opened.database);
    expect(rows).toEqual([{ large: 9_007_199_254_740_993n }]);
  });

  test('text keeps emoji and right-to-left marks; a lone surrogate becomes the replacement character', async () => {
    const { rows } = await sql`SELECT ${'👩‍🔧\u202Eabc\ud800'}::text AS text`.execute(opened.database);
    expect(rows).toEqual([{ text: '👩‍🔧\u202Eabc\ufffd' }]);
  });

  test('the number of changed rows is told', async () => {
    await insertAccount();
    const updated = await sql`UPDATE account SET name = 'x' WHERE false`.execute(opened.database);
    const inserted = await insertAccount();
    expect([updated.numAffectedRows, inserted.numAffectedRows]).toEqual([0n, 1n]);
  });

  test('every statement is reported, with the borders of transactions, and without parameters', async () => {
    await opened.database.transaction().execute(async (transaction) => {
      await sql`SELECT ${'secret'}::text AS one`.execute(transaction);
    });
    await failureOf(
      opened.database.transaction().execute(async (transaction) => {
        await sql`SELECT 1 / 0`.execute(transaction);
      }),
    );
    expect(opened.statements).toEqual([
      'begin',
      'SELECT $1::text AS one',
      'commit',
      'begin',
      'SELECT 1 / 0',
      'rollback',
    ]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const before = await countAccounts();
    const thrown = await failureOf(
      opened.database.transaction().execute(async (transaction) => {
        await insertAccount(transaction);
        throw new Error('changed my mind');
      }),
    );
    expect(thrown).toEqual(new Error('changed my mind'));
    expect(await countAccounts()).toBe(before);
  });

  test('statements beside a transaction are not drawn into it', async () => {
    const before = await countAccounts();
    const beside: Promise<unknown>[] = [];
    await failureOf(
      opened.database.transaction().execute(async (transaction) => {
        await insertAccount(transaction);
        beside.push(insertAccount(), insertAccount());
        await insertAccount(transaction);
        throw new Error('changed my mind');
      }),
    );
    await Promise.all(beside);
    expect(await countAccounts()).toBe(before + 2);
  });

  test('twenty transactions at once all end, each with its own rows', async () => {
    const before = await countAccounts();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        opened.database.transaction().execute((transaction) => insertAccount(transaction)),
      ),
    );
    expect(await countAccounts()).toBe(before + 20);
  });

  test.each([
    ['a NUL in text', () => sql`SELECT ${'a\u0000b'}::text`],
    ['text that is no UUID', () => sql`SELECT id FROM account WHERE id = ${'me'}`],
    ['an integer out of range', () => sql`SELECT ${99_999_999_999}::integer`],
    ['a date that does not exist', () => sql`SELECT ${'2026-02-30'}::timestamptz`],
    ['text that is no JSON', () => sql`SELECT ${'{'}::jsonb`],
  ])('%s is recognised as a bad value', async (_name, statement) => {
    const error = await failureOf(statement().execute(opened.database));
    expect({ badValue: isBadValue(error), unavailable: isDatabaseUnavailable(error) }).toEqual({
      badValue: true,
      unavailable: false,
    });
  });

  test('a duplicate is neither a bad value nor an absent database', async () => {
    const { rows } = await insertAccount();
    const error = await failureOf(
      sql`INSERT INTO account (id, email, email_key) VALUES (${rows[0]?.id}, 'x', 'x')`.execute(opened.database),
    );
    expect(error).toMatchObject({ code: '23505' });
    expect([isBadValue(error), isDatabaseUnavailable(error)]).toEqual([false, false]);
  });

  test("the database's time goes on in the middle of a transaction", async () => {
    const [first, second] = await opened.database.transaction().execute(async (transaction) => {
      const before = await readDatabaseTime(transaction);
      await sql`SELECT pg_sleep(0.002)`.execute(transaction);
      return [before, await readDatabaseTime(transaction)];
    });
    expect(second?.getTime()).toBeGreaterThan(first?.getTime() ?? Number.NaN);
  });

  test('a closed database is recognised as unavailable', async () => {
    const short = await openTestDatabase(kind);
    await short.close();
    expect(isDatabaseUnavailable(await failureOf(readDatabaseTime(short.database)))).toBe(true);
  });
});

/** Sweeping deletes what has expired, little by little, and nothing else. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/schema.js';
import { sweepExpired } from '../../src/database/sweep-store.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

/** A moment in words, as PostgreSQL's interval reads it: `-1 minute` has passed. */
async function addRecord(connection: Connection, id: string, expiresIn: string | null): Promise<void> {
  await sql`INSERT INTO oidc_record (model, id, payload_sealed, expires_at)
    VALUES ('Interaction', ${id}, '', now() + ${expiresIn}::interval)`.execute(connection);
}

async function addAttempt(connection: Connection, id: string, expiresIn: string): Promise<void> {
  await sql`INSERT INTO login_attempt (id, expires_at) VALUES (${id}, now() + ${expiresIn}::interval)`.execute(
    connection,
  );
}

async function addBrowser(connection: Connection, id: string, lastUsed: string): Promise<void> {
  const email = `${randomUUID()}@example.com`;
  await sql`WITH a AS (INSERT INTO account (email, email_key) VALUES (${email}, ${email}) RETURNING id)
    INSERT INTO known_browser (id, account_id, generation, last_used_at)
    SELECT ${id}, a.id, 1, now() + ${lastUsed}::interval FROM a`.execute(connection);
}

async function addEnrolment(connection: Connection, name: string, expiresIn: string): Promise<void> {
  const email = `${randomUUID()}@example.com`;
  await sql`WITH a AS (INSERT INTO account (email, email_key) VALUES (${email}, ${email}) RETURNING id)
    INSERT INTO totp_enrolment (id, account_id, generation, name, seed_sealed, expires_at)
    SELECT gen_random_uuid(), a.id, 1, ${name}, '', now() + ${expiresIn}::interval FROM a`.execute(connection);
}

async function left(connection: Connection): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM oidc_record UNION ALL SELECT id FROM login_attempt
    UNION ALL SELECT id FROM known_browser UNION ALL SELECT name FROM totp_enrolment ORDER BY id`.execute(connection);
  return rows.map(({ id }) => id);
}

describe.each(databaseKinds)('%s', (kind) => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openTestDatabase(kind);
  });
  afterEach(() => opened.close());

  test('what has expired goes, what has not stays', async () => {
    const { database } = opened;
    await addRecord(database, 'record past', '-1 second');
    await addRecord(database, 'record to come', '1 minute');
    await addRecord(database, 'record without end', null);
    await addAttempt(database, 'attempt past', '-1 second');
    await addAttempt(database, 'attempt to come', '1 minute');
    await addBrowser(database, 'browser unseen', '-401 days');
    await addBrowser(database, 'browser seen', '-399 days');
    await addEnrolment(database, 'enrolment of the day before', '-25 hours');
    await addEnrolment(database, 'enrolment of today', '-23 hours');
    expect(await sweepExpired(database, 100)).toEqual({
      oidc_record: 1,
      login_attempt: 1,
      known_browser: 1,
      totp_enrolment: 1,
    });
    expect(await left(database)).toEqual([
      'attempt to come',
      'browser seen',
      'enrolment of today',
      'record to come',
      'record without end',
    ]);
  });

  test('one sweep deletes no more than its batch, the oldest first', async () => {
    const { database } = opened;
    for (const hours of [1, 2, 3, 4, 5]) await addRecord(database, `${hours} hours ago`, `-${hours} hours`);
    expect(await sweepExpired(database, 2)).toMatchObject({ oidc_record: 2 });
    expect(await left(database)).toEqual(['1 hours ago', '2 hours ago', '3 hours ago']);
    expect(await sweepExpired(database, 2)).toMatchObject({ oidc_record: 2 });
    expect(await sweepExpired(database, 2)).toMatchObject({ oidc_record: 1 });
    expect(await left(database)).toEqual([]);
  });
});

test('on postgres, a sweep steps around rows that a request holds', async () => {
  const opened = await openTestDatabase('postgres');
  await addRecord(opened.database, 'held', '-2 minutes');
  await addRecord(opened.database, 'free', '-1 minute');
  await opened.database.transaction().execute(async (request) => {
    await sql`SELECT id FROM oidc_record WHERE id = 'held' FOR UPDATE`.execute(request);
    expect(await sweepExpired(opened.database, 100)).toMatchObject({ oidc_record: 1 });
  });
  expect(await left(opened.database)).toEqual(['held']);
  await opened.close();
});

test('on postgres, nodes that sweep at once delete each row once', async () => {
  const opened = await openTestDatabase('postgres');
  for (let row = 0; row < 200; row += 1) await addRecord(opened.database, `row ${row}`, '-1 minute');
  const nodes = await Promise.all(
    Array.from({ length: 4 }, () => openDatabase({ databaseUrl: opened.url, dataDir: 'memory://' })),
  );
  const counts = await Promise.all(nodes.map(({ database }) => sweepExpired(database, 50)));
  await Promise.all(nodes.map((node) => node.close()));
  const deleted = counts.reduce((sum, { oidc_record }) => sum + oidc_record, 0);
  expect(await left(opened.database)).toHaveLength(200 - deleted);
  expect(deleted).toBeGreaterThan(0);
  await opened.close();
});

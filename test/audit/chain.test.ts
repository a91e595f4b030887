/** The audit chain finds what somebody with the database, and without our keys, has done to the log. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Sealer } from '../../src/audit/sealer.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { beginLog, record, verified } from './chain-bench.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let opened: TestDatabase;
  let sealer: Sealer;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    sealer = await beginLog(opened.database);
  });

  /** Ten events, sealed, with a checkpoint at the tenth. `id` of the n-th is found by its detail. */
  const tenSealed = async () => {
    await record(opened.database, 10);
    await sealer.round(false);
  };
  const run = async (statement: string) => {
    await sql.raw(statement).execute(opened.database);
  };
  const ofEvent = (n: number) => `(detail->>'n')::int = ${n}`;
  const findings = async () => (await verified(opened.database)).findings;

  test('an untouched log is sound, whatever is in its events', async () => {
    await tenSealed();
    await record(opened.database, 5, 11);
    expect(await verified(opened.database)).toMatchObject({
      ...{ findings: [], sound: 10, swept: 0, adopted: 0, unsealed: 5 },
      lastCheckpoint: { number: 1, sequence: 10 },
    });
    await sealer.round(false);
    expect(await verified(opened.database)).toMatchObject({ findings: [], sound: 15, unsealed: 0 });
  });

  test('what the post room clears is not part of it', async () => {
    await tenSealed();
    await run("UPDATE audit_event SET mail_kind = 'new_browser'");
    expect(await findings()).toEqual([]);
  });

  test.each([
    ["type = 'mfa.reset'"],
    ["at = at + interval '1 microsecond'"],
    ["actor_type = 'cli'"],
    ["actor_id = 'bert'"],
    ['subject_id = gen_random_uuid()'],
    ['client_id = NULL'],
    ["ip = '203.0.113.8'"],
    ["user_agent = ''"],
    ["outcome = 'failure'"],
    [`detail = detail || '{"x": 1}'`],
    [`detail = jsonb_set(detail, '{list,1}', '0.10000000000000000001')`],
    ['mark = NULL'],
  ])('a sealed event whose %s was changed is found', async (change) => {
    await tenSealed();
    await run(`UPDATE audit_event SET ${change} WHERE ${ofEvent(4)}`);
    expect(await findings()).toEqual(['event_changed 4']);
  });

  test('two events that changed places are found', async () => {
    await tenSealed();
    await run(`UPDATE audit_event SET detail = jsonb_set(detail, '{n}', to_jsonb(11 - (detail->>'n')::int))
      WHERE ${ofEvent(4)} OR ${ofEvent(7)}`);
    expect(await findings()).toEqual(['event_changed 4', 'event_changed 7']);
  });

  test('an event that was given another id is found', async () => {
    await tenSealed();
    await run(`INSERT INTO audit_event OVERRIDING SYSTEM VALUE SELECT (r).* FROM (
      SELECT jsonb_populate_record(e, jsonb_build_object('id', e.id + 1000, 'mark', NULL)) AS r
      FROM audit_event e WHERE ${ofEvent(5)}) x`);
    await run(`DELETE FROM audit_event WHERE ${ofEvent(5)} AND mark IS NOT NULL`);
    expect(await findings()).toEqual(['event_removed 5', 'event_inserted']);
  });

  test.each([
    ['the first', 1],
    ['one in the middle', 5],
    ['the last', 10],
  ])('%s event, removed, is found', async (_, n) => {
    await tenSealed();
    await run(`DELETE FROM audit_event WHERE ${ofEvent(n)}`);
    expect(await findings()).toEqual([`event_removed ${n}`]);
  });

  test('all events, removed, are found one by one', async () => {
    await tenSealed();
    await run('DELETE FROM audit_event');
    expect(await findings()).toEqual(Array.from({ length: 10 }, (_, index) => `event_removed ${index + 1}`));
  });

  test.each([
    ['at its end', 'DEFAULT', 'now()'],
    ['among the old', '-5', "now() - interval '30 days'"],
    ['in the future', 'DEFAULT', "now() + interval '30 days'"],
    ['at no time', 'DEFAULT', "'infinity'"],
    ['far ahead', '9000000000000000000', 'now()'],
  ])('an event that was written into the log %s is found before it is sealed, and after', async (_, id, at) => {
    await tenSealed();
    await run(`INSERT INTO audit_event (id, at, type, actor_type, outcome) OVERRIDING SYSTEM VALUE
      VALUES (${id}, ${at}, 'user.login', 'system', 'success')`);
    expect(await findings()).toEqual(['event_inserted']);
    const { unmarked } = await sealer.round(true);
    expect(unmarked).toBe(1);
    expect(await findings()).toEqual(['event_inserted 11']);
  });

  test('an event that is a copy of another cannot be written with its mark, and without the index that sees to it, that is found', async () => {
    await tenSealed();
    const copy = `INSERT INTO audit_event (at, type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail, mark)
      SELECT at, type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail, mark FROM audit_event WHERE ${ofEvent(4)}`;
    await expect(run(copy)).rejects.toThrow('audit_event_mark');
    await run('DROP INDEX audit_event_mark');
    try {
      await run(copy);
      await sealer.round(true);
      expect(await findings()).toEqual(['index_removed']);
    } finally {
      await run(`DELETE FROM audit_event`);
      await run('CREATE UNIQUE INDEX audit_event_mark ON audit_event (mark) WHERE mark IS NOT NULL');
    }
  });

  test('an old event cannot be written again as a new one', async () => {
    await tenSealed();
    await run(`INSERT INTO audit_event (at, type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail, mark)
      SELECT at + interval '25 hours', type, actor_type, actor_id, subject_id, client_id, ip, user_agent, outcome, detail,
        'zzzzzzzz' || substr(mark, 9) FROM audit_event WHERE ${ofEvent(4)}`);
    await sealer.round(true);
    expect(await findings()).toEqual(['event_inserted 11']);
  });

  test('an event that was changed before it was sealed is found', async () => {
    await record(opened.database, 3);
    await run(`UPDATE audit_event SET ip = '203.0.113.8' WHERE ${ofEvent(2)}`);
    await sealer.round(false);
    expect(await findings()).toEqual(['event_inserted 2']);
  });

  test.each([
    ["digest = 'x'", ['seal_changed 4', 'event_changed 4']],
    ["hash = 'x'", ['seal_changed 4', 'seal_changed 5']],
    ["event_at = event_at - interval '1000 days'", ['seal_changed 4']],
    ["origin = 'adopted'", ['seal_changed 4']],
    ['checkpoints = 3', ['seal_changed 4']],
    ['event_id = 1000000', ['seal_changed 4', 'event_removed 4', 'event_inserted']],
  ])('a seal whose %s was changed is found', async (change, expected) => {
    await tenSealed();
    await run(`UPDATE audit_chain SET ${change} WHERE sequence = 4`);
    const found = await findings();
    expect(found).toEqual(expect.arrayContaining(expected.filter((word) => word !== 'event_inserted')));
    expect(found.length).toBeGreaterThan(0);
  });

  test.each([
    ['one in the middle', 'sequence = 4', ['seal_removed 4']],
    ['several', 'sequence BETWEEN 4 AND 6', ['seal_removed 4 6']],
    ['the first', 'sequence = 1', ['seal_removed 1']],
    ['the last', 'sequence = 10', ['seal_removed 10']],
    ['all', 'true', ['seal_removed 1 10']],
  ])('seals that were removed with their events are found: %s', async (_, which, expected) => {
    await tenSealed();
    await run(`DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_chain WHERE ${which})`);
    await run(`DELETE FROM audit_chain WHERE ${which}`);
    expect(await findings()).toEqual(expected);
  });

  test('what was cut off behind the last checkpoint stays found when a server goes on that had seen it', async () => {
    await tenSealed();
    await record(opened.database, 5, 11);
    await sealer.round(false);
    await run('DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_chain WHERE sequence > 12)');
    await run('DELETE FROM audit_chain WHERE sequence > 12');
    expect(await findings()).toEqual([]);
    await record(opened.database, 2, 16);
    expect((await sealer.round(false)).isCut).toBe(true);
    expect(await findings()).toEqual(['seal_removed 13 15']);
    await record(opened.database, 1, 18);
    expect((await sealer.round(false)).isCut).toBe(false);
    expect(await findings()).toEqual(['seal_removed 13 15']);
  });

  test('what was cut off shows against a checkpoint that was kept elsewhere', async () => {
    await tenSealed();
    const { lastCheckpoint } = await verified(opened.database);
    if (lastCheckpoint === null) throw new Error('no checkpoint');
    expect((await verified(opened.database, lastCheckpoint)).findings).toEqual([]);
    await run('DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_chain WHERE sequence > 7)');
    await run('DELETE FROM audit_chain WHERE sequence > 7');
    await run('DELETE FROM audit_checkpoint');
    expect(await findings()).toEqual([]);
    expect((await verified(opened.database, lastCheckpoint)).findings).toEqual(['checkpoint_unknown 1']);
  });

  test('a chain that was made anew shows against a checkpoint that was kept elsewhere', async () => {
    await tenSealed();
    const { lastCheckpoint } = await verified(opened.database);
    if (lastCheckpoint === null) throw new Error('no checkpoint');
    const another = await beginLog(opened.database);
    await record(opened.database, 10);
    await another.round(false);
    expect(await findings()).toEqual([]);
    expect((await verified(opened.database, lastCheckpoint)).findings).toEqual(['checkpoint_unknown 1']);
  });

  test.each([
    ["hash = 'x'", ['checkpoint_changed 2']],
    ['sequence = sequence - 1', ['checkpoint_changed 2']],
    ["at = at - interval '1 hour'", ['checkpoint_changed 2']],
    [
      'number = 7',
      [
        'checkpoint_removed 2',
        'checkpoint_removed 4',
        'checkpoint_removed 5',
        'checkpoint_removed 6',
        'checkpoint_changed 7',
      ],
    ],
  ])('a checkpoint whose %s was changed is found', async (change, expected) => {
    await threeCheckpoints();
    await run(`UPDATE audit_checkpoint SET ${change} WHERE number = 2`);
    expect(await findings()).toEqual(expect.arrayContaining(expected));
  });

  test.each([['1'], ['2'], ['3']])('checkpoint %s, removed, is found', async (number) => {
    await threeCheckpoints();
    await run(`DELETE FROM audit_checkpoint WHERE number = ${number}`);
    expect(await findings()).toEqual([`checkpoint_removed ${number}`]);
  });

  test('a checkpoint that was removed and made again later is found', async () => {
    await threeCheckpoints();
    await run('DELETE FROM audit_checkpoint WHERE number = 3');
    await record(opened.database, 5, 50);
    await sealer.round(false);
    expect(await findings()).toEqual(['checkpoint_removed 3']);
  });

  test('without its beginning the chain says that it cannot be judged, and is not begun anew', async () => {
    await tenSealed();
    const { rows } = await sql<{ value: string }>`SELECT value FROM installation WHERE key = 'audit_chain'`.execute(
      opened.database,
    );
    await run("UPDATE installation SET value = value || 'A' WHERE key = 'audit_chain'");
    expect(await findings()).toEqual(['start_broken']);
    await run("DELETE FROM installation WHERE key = 'audit_chain'");
    expect(await findings()).toEqual(['start_lost']);
    await record(opened.database, 1, 50);
    expect(await sealer.round(false)).toMatchObject({ noStart: 'lost', sealed: 0 });
    await sql`INSERT INTO installation (key, value) VALUES ('audit_chain', ${rows[0]?.value ?? ''})`.execute(
      opened.database,
    );
    expect(await findings()).toEqual([]);
  });

  test('what was in the log before there was a chain is adopted, and found when it changes later', async () => {
    await run('DELETE FROM audit_chain');
    await run("DELETE FROM installation WHERE key = 'audit_chain'");
    await run(`INSERT INTO audit_event (at, type, actor_type, outcome, detail)
      SELECT now() - n * interval '1 day', 'user.login', 'system', 'success', jsonb_build_object('n', n)
      FROM generate_series(1, 1203) AS n`);
    await sealer.round(true);
    expect(await verified(opened.database)).toMatchObject({ findings: [], adopted: 1203, sound: 0 });
    await run(`UPDATE audit_event SET ip = '203.0.113.8' WHERE ${ofEvent(700)}`);
    expect(await findings()).toEqual(['event_changed 700']);
  });

  /** Five events to each, and two behind the last. */
  async function threeCheckpoints(): Promise<void> {
    sealer = await beginLog(opened.database, { checkpointEvents: 5 });
    for (const from of [1, 6, 11]) {
      await record(opened.database, 5, from);
      await sealer.round(false);
    }
    await record(opened.database, 2, 16);
    await sealer.round(false);
  }
});

/** `user import`: accounts of another system, each whole or not at all, nobody's changed, no secret told, no mail. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { findAccountByEmail } from '../../src/accounts/account-store.js';
import { readMfaState } from '../../src/mfa/mfa-state-store.js';
import { seedPlace } from '../../src/mfa/seed-place.js';
import { testKeyRing } from '../support/key-ring.js';
import { databaseKinds } from '../support/test-database.js';
import { temporaryFolder } from './child-program.js';
import { type CommandBench, openCommandBench } from './command-bench.js';

jest.setTimeout(60_000);

const bcrypt = '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
const seed = 'JBSWY3DPEHPK3PXP';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  const folder = temporaryFolder();
  beforeAll(async () => {
    bench = await openCommandBench(kind);
  });
  afterAll(async () => {
    await bench.close();
    folder.remove();
  });

  let files = 0;
  const fileOf = (text: string | Buffer, end = 'csv') => {
    files += 1;
    const path = join(folder.path, `users-${files}.${end}`);
    writeFileSync(path, text);
    return path;
  };
  const run = async (path: string, ...options: string[]) => {
    const { exitCode, stdout } = await bench.run(['user', 'import', '--file', path, '--json', ...options]);
    return { exitCode, ...JSON.parse(stdout) };
  };
  const accountOf = async (email: string) => (await findAccountByEmail(bench.database, email))?.account;
  const countOf = async (table: 'account' | 'totp_credential' | 'backup_code' | 'audit_event' | 'mail') => {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM ${sql.table(table)}`.execute(
      bench.database,
    );
    return rows[0]?.count;
  };
  const everything = () =>
    Promise.all((['account', 'totp_credential', 'backup_code', 'audit_event', 'mail'] as const).map(countOf));

  test('everything a record says is in the account, its seed sealed, its codes hashed, with one event and no mail', async () => {
    const record = {
      email: 'Anna@example.com',
      name: 'Anna de Vries',
      roles: ['staff', 'admin'],
      locale: 'nl',
      created_at: '2020-05-01T10:00:00Z',
      password_hash: bcrypt,
      totp: [`otpauth://totp/Old:anna?secret=${seed}&issuer=Old%20portal`, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
      backup_codes: ['12345678', 'ABCD-EFGH-JKMN', 'abcdefghjkmn'],
      mfa_configured_at: '2021-05-01T10:00:00Z',
    };
    const answer = await run(fileOf(JSON.stringify([record]), 'json'));
    expect(answer).toMatchObject({ exitCode: 0, records: 1, created: 1, refused: 0, problems: [] });

    const anna = await accountOf('anna@example.com');
    if (anna === undefined) throw new Error('there is no Anna');
    expect(anna).toMatchObject({
      ...{ email: 'Anna@example.com', name: 'Anna de Vries', roles: ['admin', 'staff'], locale: 'nl', generation: 1 },
      createdAt: new Date('2020-05-01T10:00:00Z'),
      mfaConfiguredAt: new Date('2021-05-01T10:00:00Z'),
      ...{ mfaLastVerifiedAt: null, backupCodesConfirmedAt: null },
      ...{ emailVerifiedAt: expect.any(Date), roleGainedAt: expect.any(Date), graceEndedAt: expect.any(Date) },
    });
    const state = await readMfaState(bench.database, anna.id);
    expect(state.factors.map(({ name }) => name).toSorted()).toEqual(['Authenticator app 2', 'Old portal 1']);
    expect(state.backupCodesRemaining).toBe(2);

    const { rows } = await sql<{ id: string; seed_sealed: string }>`
      SELECT id, seed_sealed FROM totp_credential WHERE account_id = ${anna.id}::uuid ORDER BY name DESC`.execute(
      bench.database,
    );
    expect(rows.map(({ id, seed_sealed }) => testKeyRing().open(seed_sealed, seedPlace(id)))).toEqual([
      seed,
      'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    ]);
    const events = await sql<{ type: string; detail: unknown; mail_kind: unknown }>`
      SELECT type, actor_type || ' ' || actor_id AS actor, detail, mail_kind FROM audit_event
      WHERE subject_id = ${anna.id}::uuid`.execute(bench.database);
    const detail = { imported: true, roles: ['staff', 'admin'], status: 'active', factors: 2, backup_codes_count: 3 };
    expect(events.rows).toEqual([{ type: 'user.created', actor: 'cli tester', detail, mail_kind: null }]);
    expect(await countOf('mail')).toBe(0);
    const { rows: kept } = await sql<{ all: string }>`SELECT (SELECT jsonb_agg(c)::text FROM backup_code c)
      || (SELECT jsonb_agg(t)::text FROM totp_credential t) || (SELECT jsonb_agg(e)::text FROM audit_event e) AS all`.execute(
      bench.database,
    );
    for (const secret of [seed, '12345678', 'abcdefghjkmn']) expect(kept[0]?.all).not.toContain(secret);
  });

  test('a bad record spoils only itself; the report says which, where and why, and holds no secret', async () => {
    const report = join(folder.path, 'report.jsonl');
    const path = fileOf(
      [
        'email,name,password_hash,totp,backup_codes',
        `ben@example.com,Ben,${bcrypt},${seed},`,
        `carol@example.com,Carol,hunter2-in-plain,${seed},123456`,
        `BEN@example.com,Ben again,,,`,
        `anna@example.com,Changed,,,`,
        'dave@example.com,Dave',
        `"erin@example.com","${'x'.repeat(1_048_576)}",,,`,
        'frank@example.com,"=HYPERLINK(""http://example.com"")",,,',
        'nul\0@example.com,Nul,,,',
        `${seed},swapped columns,,,`,
        '',
      ].join('\r\n'),
    );
    const { exitCode, stdout } = await bench.run(['user', 'import', '--file', path, '--report', report]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Line 3: password_hash is not a hash of a form that is known');
    const text = readFileSync(report, 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ line, outcome, field, because }) => [line, outcome, field, because])).toEqual([
      [2, 'created', undefined, undefined],
      [3, 'refused', 'password_hash', 'unknown_hash'],
      [3, 'refused', 'backup_codes', 'code_shape'],
      [4, 'duplicate', 'email', 'duplicate'],
      [5, 'already_imported', undefined, undefined],
      [6, 'refused', null, 'field_count'],
      [7, 'refused', null, 'record_too_long'],
      [8, 'created', undefined, undefined],
      [9, 'refused', 'email', 'control_character'],
      [10, 'refused', 'email', 'malformed_email'],
    ]);
    for (const secret of ['hunter2', seed, bcrypt, '123456']) expect(text + stdout).not.toContain(secret);
    expect(statSync(report).mode & 0o777).toBe(0o600);
    expect(await accountOf('anna@example.com')).toMatchObject({ name: 'Anna de Vries' });
    expect(await accountOf('frank@example.com')).toMatchObject({ name: '=HYPERLINK("http://example.com")' });
    for (const email of ['carol@example.com', 'dave@example.com', 'erin@example.com'])
      expect(await accountOf(email)).toBeUndefined();

    const before = await everything();
    expect(await run(path, '--report', report)).toMatchObject({ exitCode: 1, error: 'report_refused' });
    expect(await everything()).toEqual(before);
  });

  test('an account that somebody made by hand is not an imported one, and is not changed', async () => {
    await bench.json(['user', 'create', '--email', 'grace@example.com', '--name', 'Grace']);
    const answer = await run(fileOf(`email,name\ngrace@example.com,Other\n`), '--resume');
    expect(answer).toMatchObject({ exitCode: 1, email_taken: 1, already_imported: 0, created: 0 });
    expect(answer.problems).toMatchObject([{ line: 2, email: 'grace@example.com', because: 'email_taken' }]);
    expect(await accountOf('grace@example.com')).toMatchObject({ name: 'Grace' });
  });

  test('a dry run says what would happen, and nothing does', async () => {
    const path = fileOf('email,status\nheidi@example.com,\nben@example.com,\nivan@example.com,gone\n');
    const before = await everything();
    const answer = await run(path, '--dry-run', '--resume');
    expect(answer).toMatchObject({ exitCode: 1, dry_run: true, would_create: 1, already_imported: 1, refused: 1 });
    expect(answer.problems).toMatchObject([{ line: 4, field: 'status', because: 'unknown_status' }]);
    expect(await everything()).toEqual(before);
  });

  test('an import that is run again makes nothing twice; with --resume that is as it should be', async () => {
    const text = Array.from({ length: 1203 }, (_, n) => `{"email":"many-${n}@example.com","totp":"${seed}"}\n`).join(
      '',
    );
    const first = fileOf(text.slice(0, text.indexOf('many-700') - 10), 'ndjson');
    expect(await run(first)).toMatchObject({ exitCode: 0, records: 700, created: 700 });
    const before = await everything();
    expect(await run(first)).toMatchObject({ exitCode: 1, already_imported: 700 });
    expect(await everything()).toEqual(before);
    expect(await run(fileOf(text, 'ndjson'), '--resume')).toMatchObject({
      ...{ exitCode: 0, already_imported: 700, created: 503, problems: [] },
    });
  });

  test('two imports of one file at once make every account once', async () => {
    const path = fileOf(`email\n${Array.from({ length: 900 }, (_, n) => `at-once-${n}@example.com\n`).join('')}`);
    const both = await Promise.all([run(path, '--resume'), run(path, '--resume')]);
    expect(both.reduce((sum, { created }) => sum + created, 0)).toBe(900);
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM audit_event e
      JOIN account a ON a.id = e.subject_id WHERE a.email LIKE 'at-once-%'`.execute(bench.database);
    expect(rows).toEqual([{ count: 900 }]);
  });

  test.each<[string, string | Buffer, string, string]>([
    ['an unknown column', 'email,password\nx@example.com,secret\n', 'csv', 'file_refused'],
    [
      'an unknown member behind a thousand good ones',
      `${'{"email":"x@example.com"}\n'.repeat(1000)}{"mail":1}\n`,
      'ndjson',
      'file_refused',
    ],
    ['a quote that never ends', `email\n${'y@example.com\n'.repeat(600)}"z`, 'csv', 'file_refused'],
    ['Latin-1', Buffer.from('email,name\nx@example.com,Andr\xe9\n', 'latin1'), 'csv', 'file_refused'],
    ['UTF-16', Buffer.from('\ufeffemail\nx@example.com\n', 'utf16le'), 'csv', 'file_refused'],
    ['a spreadsheet', 'PK', 'xlsx', 'unknown_format'],
  ])('%s: the whole file is refused before anything is written', async (_, text, end, error) => {
    const before = await everything();
    expect(await run(fileOf(text, end))).toMatchObject({ exitCode: 1, error });
    expect(await everything()).toEqual(before);
  });

  test('a byte order mark is no part of the first column', async () => {
    expect(await run(fileOf('\ufeffemail\njudy@example.com\n'))).toMatchObject({ exitCode: 0, created: 1 });
  });

  test('a file that is not there, and a folder, are refused in words', async () => {
    const missing = await run(join(folder.path, 'none.csv'));
    expect(missing).toMatchObject({
      exitCode: 1,
      error: 'file_unreadable',
      message: 'The file cannot be read (ENOENT).',
    });
    expect(await run('/dev/null')).toMatchObject({ error: 'unknown_format' });
    const report = join(folder.path, 'unmade.jsonl');
    await run(fileOf('mail\n'), '--report', join(folder.path, 'no', 'such', 'folder'));
    expect(existsSync(report)).toBe(false);
  });
});

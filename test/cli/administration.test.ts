/** The acts of administrators from the command line: the same events and mails as over the API, for whoever owns the machine. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { adminOperations } from '../../src/api/admin-operations.js';
import type { AdminParts } from '../../src/api/admin-parts.js';
import { commands } from '../../src/cli/command-list.js';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';

describe.each(databaseKinds)('on the %s database', (kind) => {
  let bench: CommandBench;
  let count = 0;
  beforeAll(async () => {
    bench = await openCommandBench(kind, { env: { MFA_ISSUER: 'Example', REQUIRE_MFA: 'true' } });
  });
  afterAll(() => bench?.close());

  const newAccount = async (...more: string[]) => {
    count += 1;
    return String((await bench.json(['user', 'create', '--email', `u${count}@example.com`, ...more], goodPassword)).id);
  };
  const eventsAbout = async (id: string) => {
    const { rows } = await sql<{ type: string; actor_type: string; detail: object; mail_kind: string | null }>`
      SELECT type, actor_type, detail, mail_kind FROM audit_event
      WHERE subject_id = ${id}::uuid AND type <> 'user.created' ORDER BY id`.execute(bench.database);
    return rows;
  };
  const rowOf = async (id: string) => {
    const { rows } = await sql<{ roles: string[]; status: string; generation: number; name: string }>`
      SELECT roles, status, generation, name FROM account WHERE id = ${id}::uuid`.execute(bench.database);
    return rows[0];
  };
  const refusal = async (...argv: string[]) => {
    const { exitCode, stdout } = await bench.run([...argv, '--json']);
    return [exitCode, JSON.parse(stdout).error];
  };

  test('the name is changed and nobody is signed out; other roles replace all there were and sign out', async () => {
    const id = await newAccount();
    expect(await bench.json(['user', 'update', id, '--name', 'Anna'])).toMatchObject({ id, name: 'Anna', roles: [] });
    expect(await rowOf(id)).toMatchObject({ generation: 1 });
    const roles = ['--role', 'editor', '--role', 'admin'];
    expect(await bench.json(['user', 'update', id, ...roles])).toMatchObject({ roles: ['admin', 'editor'] });
    expect(await rowOf(id)).toMatchObject({ generation: 2, name: 'Anna' });
    expect(await eventsAbout(id)).toMatchObject([
      { type: 'user.updated', actor_type: 'cli', detail: { fields: ['name'] } },
      { type: 'user.updated', detail: { fields: ['roles'], roles: { from: [], to: ['admin', 'editor'] } } },
      { type: 'admin.role_changed', actor_type: 'cli', detail: { from: [], to: ['admin', 'editor'] } },
    ]);
    expect(await bench.json(['user', 'update', id, '--no-roles', '--force'])).toMatchObject({ roles: [] });
  });

  test.each([
    [['--role', 'admin', '--no-roles'], 'contradiction'],
    [[], 'nothing_to_change'],
  ])('an update with %j is refused', async (options, error) => {
    expect(await refusal('user', 'update', '--user', 'u1@example.com', ...options)).toEqual([1, error]);
  });

  test('a role that the API would not take is wrong use', async () => {
    expect((await bench.run(['user', 'update', '--user', 'u1@example.com', '--role', 'Böse Rolle'])).exitCode).toBe(2);
  });

  test('whoever is invited has no password, and a mail to choose one; a taken address gets none', async () => {
    const email = `invited-${kind}@example.com`;
    const invited = await bench.json(['user', 'invite', '--email', email, '--name', 'Ivo', '--role', 'admin']);
    expect(invited).toMatchObject({ email, name: 'Ivo', roles: ['admin'], status: 'active' });
    expect(invited).not.toHaveProperty('password');
    const mails = async () => {
      const { rows } = await sql<{ kind: string; hash: string | null }>`
        SELECT m.kind, a.password_hash AS hash FROM mail m JOIN account a ON a.id = m.account_id
        WHERE a.email = ${email}`.execute(bench.database);
      return rows;
    };
    expect(await mails()).toEqual([{ kind: 'password_reset', hash: null }]);
    expect((await eventsAbout(String(invited.id))).map(({ type }) => type)).toEqual(['admin.role_changed']);
    expect(await refusal('user', 'invite', '--email', email.toUpperCase())).toEqual([1, 'email_taken']);
    expect(await refusal('user', 'invite', '--email', 'nowhere')).toEqual([1, 'malformed_email']);
    expect(await mails()).toHaveLength(1);
    await bench.json(['user', 'delete', '--user', email, '--reason', 'x', '--force']);
  });

  test('an account is removed with a reason, which stays in the audit log', async () => {
    const id = await newAccount();
    expect((await bench.run(['user', 'delete', '--user', id])).exitCode).toBe(2);
    const email = `u${count}@example.com`;
    expect(await bench.json(['user', 'delete', '--user', id, '--reason', 'left'])).toEqual({
      id,
      email,
      deleted: true,
    });
    expect(await rowOf(id)).toBeUndefined();
    const detail = { roles: [], status: 'active', reason: 'left' };
    expect(await eventsAbout(id)).toMatchObject([{ type: 'user.deleted', actor_type: 'cli', detail }]);
    expect(await refusal('user', 'delete', '--user', id, '--reason', 'again')).toEqual([1, 'account_not_found']);
  });

  test('the last administrator is not removed, shut or demoted, unless it is forced, which the event tells', async () => {
    const id = await newAccount('--role', 'super_admin');
    const acts = [
      ['user', 'update', '--user', id, '--no-roles'],
      ['user', 'disable', '--user', id],
      ['user', 'delete', '--user', id, '--reason', 'x'],
    ];
    for (const act of acts) expect(await refusal(...act)).toEqual([1, 'last_admin']);
    expect(await rowOf(id)).toMatchObject({ roles: ['super_admin'], status: 'active', generation: 1 });
    await bench.json(['user', 'disable', '--user', id, '--force']);
    expect(await rowOf(id)).toMatchObject({ status: 'disabled' });
    expect((await eventsAbout(id)).at(-1)?.detail).toMatchObject({ forced: true });
    await bench.json(['user', 'enable', id]);
    const other = await newAccount('--role', 'super_admin');
    await bench.json(['user', 'delete', '--user', id, '--reason', 'there is another']);
    expect(await refusal('user', 'delete', '--user', other, '--reason', 'x')).toEqual([1, 'last_admin']);
    await bench.json(['user', 'delete', '--user', other, '--reason', 'x', '--force']);
  });

  test('grace is extended to the beginning of a day or to a moment, within 90 days, with a reason', async () => {
    const id = await newAccount();
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const extend = ['mfa', 'extend-grace', '--user', id, '--reason', 'in hospital', '--until'];
    expect(await bench.json([...extend, day])).toMatchObject({ id, mfa_grace_ends_at: `${day}T00:00:00.000Z` });
    await bench.json([...extend, `${day}T12:30:00+02:00`]);
    const until = `${day}T10:30:00.000Z`;
    expect(await bench.json(['mfa', 'status', id])).toMatchObject({ mfa_grace_ends_at: until });
    expect((await eventsAbout(id)).at(-1)).toMatchObject({
      type: 'mfa.grace_extended',
      detail: { until, reason: 'in hospital' },
    });
    expect(await refusal(...extend, '2026-01-01')).toEqual([1, 'date_out_of_range']);
    for (const wrong of ['tomorrow', '2026-13-40', '2026-12-01T10:00']) {
      expect((await bench.run([...extend, wrong])).exitCode).toBe(2);
    }
    await bench.json(['mfa', 'reset', '--user', id, '--reason', 'x']);
    expect(await refusal(...extend, day)).toEqual([1, 'enrolment_demanded']);
  });

  test('an app is handed over with its key, once; a second time replaces it', async () => {
    const id = await newAccount();
    const argv = ['mfa', 'enroll', '--user', id, '--reason', 'new phone'];
    const first = await bench.json(argv);
    expect(first).toMatchObject({ id, type: 'totp', secret: expect.stringMatching(/^[A-Z2-7]{32}$/) });
    expect(first.uri).toContain(`secret=${first.secret}&`);
    const person = await bench.run(argv);
    expect(person.stdout).toMatch(/secret +[A-Z2-7]{32}\n/);
    expect(person.stdout).toContain('▄');
    expect(person.stdout).not.toContain(String(first.secret));
    const { rows } = await sql<{ seed_sealed: string }>`SELECT seed_sealed FROM totp_enrolment
      WHERE account_id = ${id}::uuid AND handed_over`.execute(bench.database);
    expect(rows).toHaveLength(1);
    const events = await eventsAbout(id);
    expect(events.map(({ type, mail_kind }) => [type, mail_kind])).toEqual([
      ['mfa.admin_enrolled', 'app_handed_over'],
      ['mfa.admin_enrolled', 'app_handed_over'],
    ]);
    expect(JSON.stringify(events)).not.toContain(String(first.secret));
  });

  test('keys are rotated where there are some, else it is a matter of enrolling', async () => {
    const id = await newAccount();
    const rotate = ['mfa', 'rotate', '--user', id, '--reason', 'key seen by others'];
    expect(await refusal(...rotate)).toEqual([1, 'mfa_not_enabled']);
    await sql`INSERT INTO totp_credential (account_id, name, seed_sealed) VALUES (${id}::uuid, 'Phone', 'x')`.execute(
      bench.database,
    );
    await sql`UPDATE account SET mfa_configured_at = now() WHERE id = ${id}::uuid`.execute(bench.database);
    expect(await refusal('mfa', 'enroll', '--user', id, '--reason', 'x')).toEqual([1, 'mfa_already_enabled']);
    expect(await bench.json(rotate)).toMatchObject({ id, secret: expect.any(String) });
    expect((await eventsAbout(id)).map(({ type, mail_kind }) => [type, mail_kind])).toEqual([
      ['mfa.reset', 'mfa_reset'],
      ['mfa.admin_enrolled', 'app_handed_over'],
    ]);
    const status = { mfa_enabled: false, mfa_required: true, mfa_grace_ends_at: null };
    expect(await bench.json(['mfa', 'status', id])).toMatchObject(status);
  });

  test('an account that is signed in nowhere has no sessions; ending them all raises the generation', async () => {
    const id = await newAccount();
    expect(await bench.json(['session', 'list', id])).toEqual({ data: [] });
    expect(await refusal('session', 'end', id, '--session', 'nothing')).toEqual([1, 'session_not_found']);
    expect(await bench.json(['session', 'end', id])).toMatchObject({ id, session: null, ended: true });
    expect(await rowOf(id)).toMatchObject({ generation: 2 });
    expect(await eventsAbout(id)).toMatchObject([{ type: 'session.revoked', detail: { everywhere: true } }]);
  });

  test('the audit log is filtered as over the API, and read page by page', async () => {
    const id = await newAccount();
    for (const name of ['One', 'Two', 'Three']) await bench.json(['user', 'update', id, '--name', name]);
    const list = ['audit', 'list', '--user', id, '--actor', 'tester'];
    const first = await bench.json([...list, '--limit', '2']);
    const rest = await bench.json([...list, '--cursor', String(first.next_cursor)]);
    const idsOf = ({ data }: Record<string, unknown>) => (data as { id: string }[]).map((event) => event.id);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(idsOf(await bench.json(list)));
    expect([idsOf(first).length, idsOf(rest).length, rest.next_cursor]).toEqual([2, 2, null]);
    expect(idsOf(await bench.json(['audit', 'list', '--user', id, '--actor', 'nobody']))).toEqual([]);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(idsOf(await bench.json([...list, '--from', tomorrow]))).toEqual([]);
    expect(idsOf(await bench.json([...list, '--to', tomorrow]))).toHaveLength(4);
    expect((await bench.run([...list, '--cursor', 'made-up'])).exitCode).toBe(2);
  });
});

/** Commands that are not called `noun verb` as their calls are. */
const exceptions: Readonly<Record<string, string>> = {
  disableUserMfa: 'mfa disable',
  resetUserMfa: 'mfa reset',
  enrollUserMfa: 'mfa enroll',
  extendUserGrace: 'mfa extend-grace',
  listUserSessions: 'session list',
  endUserSessions: 'session end',
  listAuditEvents: 'audit list',
  rotateClientSecret: 'client rotate-secret',
  updatePolicy: 'policy set',
  updateGroupMembers: 'group add',
  listGroupMembers: 'group show',
  getAdoptionReport: 'report adoption',
  getComplianceReport: 'report compliance',
};

/** `listClients` is `client list`, `getClient` is `client show`. */
function commandOf(operationId: string): string {
  const [, verb = '', noun = ''] = /^([a-z]+)([A-Z]\w*?)s?$/.exec(operationId) ?? [];
  return exceptions[operationId] ?? `${noun.toLowerCase()} ${verb === 'get' ? 'show' : verb}`;
}

/** Enough to describe the calls; none is made. */
const partsOfNothing = { rule: {}, audience: '', factors: { totpEnrolment: {} } } as unknown as AdminParts;

test('every call of administrators has its command', () => {
  const words = commands.map((command) => command.words);
  const without = adminOperations(partsOfNothing).filter(({ operationId }) => !words.includes(commandOf(operationId)));
  expect(without.map(({ operationId }) => operationId)).toEqual([]);
});

/** Options that have another name than the parameter. A command prints whole accounts. */
const optionOf: Readonly<Record<string, string>> = { user_id: 'user', actor_id: 'actor', client_id: 'client' };

test.each(['listUsers', 'listAuditEvents'])('what %s can be asked for, its command can too', (operationId) => {
  const call = adminOperations(partsOfNothing).find((operation) => operation.operationId === operationId);
  const command = commands.find(({ words }) => words === commandOf(operationId));
  const parameters = Object.keys(call?.query.shape ?? {}).filter((name) => name !== 'fields');
  expect(parameters.length).toBeGreaterThan(4);
  expect(Object.keys(command?.options ?? {})).toEqual(
    expect.arrayContaining(parameters.map((name) => optionOf[name] ?? name.replaceAll('_', '-'))),
  );
});

/** Policy and groups from the command line. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseKinds } from '../support/test-database.js';
import { type CommandBench, goodPassword, openCommandBench } from './command-bench.js';

const reason = ['--reason', 'Decided by the board'];

describe.each(databaseKinds)('on %s', (kind) => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await openCommandBench(kind, { env: { MFA_GRACE_PERIOD_DAYS: '7' } });
    await bench.json(['create-admin', '--email', 'root@example.com', '--super'], goodPassword);
    await bench.json(['user', 'create', '--email', 'fay@example.com'], goodPassword);
  });
  afterAll(() => bench?.close());

  const refusal = async (...argv: string[]) => {
    const { exitCode, stdout, stderr } = await bench.run([...argv, '--json']);
    return { exitCode, text: stdout + stderr };
  };

  test('a group has a name that people can read', async () => {
    for (const name of ['Fin\u200bance', 'x'.repeat(61)]) {
      const { exitCode } = await bench.run(['group', 'create', name]);
      expect([name, exitCode]).toEqual([name, 2]);
    }
  });

  test('a group is made, filled, given a rule, and its members are under it', async () => {
    expect(await bench.json(['group', 'create', 'Finance'])).toMatchObject({ name: 'Finance', mfa_policy: 'optional' });
    expect(await bench.json(['group', 'add', 'finance', '--user', 'fay@example.com'])).toEqual({
      added: 1,
      removed: 0,
    });
    expect(await bench.json(['group', 'add', 'Finance', '--user', 'fay@example.com'])).toEqual({
      added: 0,
      removed: 0,
    });
    const unknown = ['--user', 'nobody@example.com', '--user', 'fay@example.com', '--user', 'neither@example.com'];
    const { exitCode, text } = await refusal('group', 'remove', 'Finance', ...unknown);
    expect([exitCode, text]).toEqual([1, expect.stringContaining('nobody@example.com, neither@example.com')]);
    const set = await bench.json(['policy', 'set', '--group', 'Finance=required', ...reason]);
    expect(set).toMatchObject({ groups: [{ name: 'Finance', level: 'required', since: expect.any(String) }] });
    expect(await bench.json(['mfa', 'status', '--user', 'fay@example.com'])).toMatchObject({ mfa_required: true });
    expect(await bench.json(['group', 'list', '--user', 'fay@example.com'])).toMatchObject({
      data: [{ name: 'Finance' }],
    });
    expect(await bench.json(['group', 'update', 'finance', '--new-name', 'Treasury'])).toMatchObject({
      name: 'Treasury',
    });
    expect(await bench.json(['group', 'show', 'Treasury'])).toMatchObject({
      ...{ mfa_policy: 'required', next_cursor: null },
      members: [{ email: 'fay@example.com', joined_at: expect.any(String) }],
    });
    await bench.json(['group', 'update', 'Treasury', '--new-name', 'Finance']);
    expect(await bench.json(['group', 'remove', 'Finance', '--user', 'fay@example.com'])).toEqual({
      added: 0,
      removed: 1,
    });
    expect(await bench.json(['mfa', 'status', '--user', 'fay@example.com'])).toMatchObject({ mfa_required: false });
    expect(await bench.json(['group', 'delete', 'Finance'])).toMatchObject({ deleted: true });
    expect(await bench.json(['policy', 'show'])).toMatchObject({ groups: [] });
  });

  test('everybody, a role and the default; what counts says who decides it', async () => {
    await bench.json(['policy', 'set', '--all', 'encouraged', '--role', 'editor=report_only', ...reason]);
    expect(await bench.json(['policy', 'show'])).toMatchObject({
      mfa_policy: 'encouraged',
      all: { level: 'encouraged', source: 'database' },
      roles: [{ role: 'admin', source: 'default' }, { role: 'super_admin' }, { role: 'editor', level: 'report_only' }],
      grace_period_days: { value: 7, source: 'environment', fixed: true },
    });
    expect((await bench.run(['policy', 'show'])).stdout).toMatch(/^role editor +report_only +database/m);
    const back = await bench.json(['policy', 'set', '--all', 'default', '--role', 'editor=default', ...reason]);
    expect(back).toMatchObject({ all: { source: 'default' }, roles: [{ role: 'admin' }, { role: 'super_admin' }] });
    const { data } = await bench.json(['audit', 'list', '--type', 'policy.changed', '--limit', '1']);
    expect(data).toMatchObject([{ actor: { type: 'cli' }, detail: { reason: 'Decided by the board' } }]);
  });

  test.each([
    ['what the environment decides', ['--grace-days', '30'], 'fixed_by_environment'],
    ['a group that is not there', ['--group', 'Nobody=required'], 'group_not_found'],
    ['nothing', [], 'nothing_to_change'],
  ])('%s is refused', async (_what, argv, code) => {
    const { exitCode, text } = await refusal('policy', 'set', ...argv, ...reason);
    expect(exitCode).toBe(1);
    expect(text).toContain(code);
  });

  test('a level that is none, a role that cannot be and a missing reason are wrong use', async () => {
    for (const argv of [
      ['--all', 'forbidden'],
      ['--role', 'Admin=required'],
      ['--role', 'admin'],
      ['--grace-days', '91'],
    ]) {
      expect((await refusal('policy', 'set', ...argv, ...reason)).exitCode).toBe(2);
    }
    expect((await refusal('policy', 'set', '--all', 'required')).exitCode).toBe(2);
  });

  test('the last administrator who can work is kept, unless it is forced', async () => {
    const roles = ['admin', 'super_admin'].flatMap((role) => ['--role', `${role}=optional`]);
    await bench.json(['policy', 'set', ...roles, ...reason]);
    const { exitCode, text } = await refusal('policy', 'set', '--all', 'required', ...reason);
    expect([exitCode, text]).toEqual([1, expect.stringContaining('no_admin_left')]);
    const forced = await bench.json(['policy', 'set', '--all', 'required', '--force', ...reason]);
    expect(forced).toMatchObject({ all: { level: 'required' } });
    await bench.json(['policy', 'set', '--all', 'default', ...reason]);
  });
});

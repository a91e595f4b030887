/** The policy in the console: what counts and why, changed in two steps, and not so that nobody is left to administer. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { readStoredPolicy } from '../../src/mfa/policy-change-store.js';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, type Person, textOf } from '../support/person.js';
import { addEnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reason = 'Decided by the board';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: Person;
  beforeAll(async () => {
    server = await startTestServer({ kind });
    root = await ownBrowser(server, await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] }));
  });
  afterAll(() => server?.stop());

  const form = () => root.open(`${server.issuer}/admin/policy/change`);
  const stored = () => readStoredPolicy(server.database);
  /** The second step, with everything that the page of the first carries along. */
  const confirm = (fields: Record<string, string> = {}) => {
    const hidden = [...root.page.html.matchAll(/<input type="hidden" name="([^"]+)" value(?:="([^"]*)")?/g)];
    return root.act('change_policy', {
      ...Object.fromEntries(hidden.map(([, name, value = '']) => [name, value])),
      ...fields,
    });
  };

  test('the first step says by role and by group who would stand otherwise', async () => {
    const { id } = await server.addAccount(`tess-${kind}@example.com`, { roles: ['translator'] });
    await sql`WITH made AS (INSERT INTO account_group (name) VALUES ('Readers') RETURNING id)
      INSERT INTO account_group_member (account_id, group_id) SELECT ${id}::uuid, id FROM made`.execute(
      server.database,
    );
    await form();
    const asked = await root.act('preview_policy', { new_role: 'translator', new_role_level: 'required', reason });
    const text = textOf(asked.html);
    expect(text).toMatch(/By role, where something changes .* translator 0, then 1 0 1, then 0/);
    expect(text).toMatch(/By group, where something changes .* Readers 0, then 1 0 1, then 0/);
    expect(text).not.toContain('super_admin 0');
    await sql`DELETE FROM account WHERE id = ${id}::uuid`.execute(server.database);
    await sql`DELETE FROM account_group`.execute(server.database);
  });

  test('the first step changes nothing and says what would be different; the second does it', async () => {
    await form();
    const asked = await root.act('preview_policy', {
      all: 'report_only',
      new_role: 'editor',
      new_role_level: 'required',
      days: '14',
      reason,
    });
    const text = textOf(asked.html);
    expect(text).toContain('Everybody No rule: the default Report only');
    expect(text).toContain('Role editor No rule: the default Required');
    expect(text).toContain('Super administrators who can work 1 1');
    expect(text).toMatch(/Days of grace \d+ 14/);
    expect((await stored()).rules).toEqual([]);
    const done = await confirm();
    expect([done.url, textOf(done.html)]).toEqual([
      `${server.issuer}/admin/policy?done=changed`,
      expect.stringContaining('Everybody Report only this page'),
    ]);
    expect(await stored()).toMatchObject({
      rules: [
        { scope: 'all', level: 'report_only' },
        { scope: 'role', name: 'editor', level: 'required' },
      ],
      gracePeriodDays: 14,
    });
    const { rows } = await sql<{
      detail: { reason: string };
    }>`SELECT detail FROM audit_event WHERE type = 'policy.changed'`.execute(server.database);
    expect(rows).toMatchObject([{ detail: { reason } }]);
  });

  test('only what is different is changed; what is emptied goes back to the default', async () => {
    await form();
    await root.act('preview_policy', { all: 'report_only', role_editor: 'default', days: '', reason });
    await confirm();
    expect(await stored()).toMatchObject({ rules: [{ scope: 'all', level: 'report_only' }], gracePeriodDays: null });
  });

  test.each([
    [{ all: 'always' }, 'all'],
    [{ new_role: 'Editor', new_role_level: 'required' }, 'new_role'],
    [{ new_role: 'editor', new_role_level: 'x' }, 'new_role_level'],
    [{ new_group: 'nobody knows it', new_group_level: 'required' }, 'new_group'],
    [{ days: '91' }, 'days'],
    [{ days: '-1' }, 'days'],
    [{ all: 'required', reason: ' ' }, 'reason'],
    [{}, 'form'],
  ])('%j is refused at its field', async (fields, field) => {
    const before = await stored();
    await form();
    for (const act of ['preview_policy', 'change_policy']) {
      const refused = await root.act(act, { reason, ...fields });
      expect([act, refused.status, refused.html.match(/id="(\w+)-error"/)?.[1]]).toEqual([act, 422, field]);
    }
    expect(await stored()).toEqual(before);
  });

  test('an admin sees the policy and cannot change it', async () => {
    const admin = await ownBrowser(server, await addEnrolledAccount(server, 'admin@example.com', { roles: ['admin'] }));
    expect((await admin.open(`${server.issuer}/admin/policy`)).status).toBe(200);
    const shown = await admin.open(`${server.issuer}/admin/policy/change`);
    expect(textOf(shown.html)).toContain('Only a super administrator changes the policy.');
    const other = await admin.open(`${server.issuer}/admin/clients/new`);
    const before = await stored();
    const fields = {
      all: 'required',
      reason,
      force: 'yes',
      act: 'change_policy',
      csrf: hiddenField(other.html, 'csrf') ?? '',
    };
    const posted = await admin.post(`${server.issuer}/admin/policy/change`, new URLSearchParams(fields));
    expect([posted.status, await stored()]).toEqual([403, before]);
  });

  test('what would leave nobody to administer is refused, and done when it is forced', async () => {
    await sql`DELETE FROM mfa_rule`.execute(server.database);
    await sql`INSERT INTO mfa_rule (scope, name, level) VALUES ('all', '', 'optional')`.execute(server.database);
    await sql`UPDATE account SET status = 'disabled' WHERE email = 'admin@example.com'`.execute(server.database);
    await server.addAccount('plain@example.com', { roles: ['super_admin'] });
    const plain = await ownBrowser(server, { email: 'plain@example.com' });
    await sql`UPDATE account SET status = 'disabled' WHERE email = 'root@example.com'`.execute(server.database);
    await plain.open(`${server.issuer}/admin/policy/change`);
    const fields = { all: 'required', reason };
    const preview = await plain.act('preview_policy', fields);
    expect(preview.html).not.toContain('name="force"');
    const refused = await plain.act('change_policy', fields);
    expect([refused.status, textOf(refused.html)]).toEqual([
      409,
      expect.stringContaining('No administrator would be left'),
    ]);
    expect(refused.html).toContain('name="force"');
    expect((await stored()).rules).toMatchObject([{ level: 'optional' }]);
    await plain.act('change_policy', { ...fields, force: 'yes' });
    expect((await stored()).rules).toMatchObject([{ level: 'required' }]);
  });

  test('what the environment fixes is shown with the name of its variable, and cannot be changed', async () => {
    const fixed = await startTestServer({
      kind,
      env: { REQUIRE_MFA: 'true', REQUIRE_ADMIN_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' },
    });
    try {
      const boss = await ownBrowser(
        fixed,
        await addEnrolledAccount(fixed, 'boss@example.com', { roles: ['super_admin'] }),
      );
      const text = textOf((await boss.open(`${fixed.issuer}/admin/policy`)).html);
      expect(text).toContain('Everybody Required the environment (REQUIRE_MFA, MFA_POLICY)');
      expect(text).toContain('Role admin Required the environment (REQUIRE_ADMIN_MFA)');
      expect(text).toContain('the environment (MFA_GRACE_PERIOD_DAYS)');
      const { html } = await boss.open(`${fixed.issuer}/admin/policy/change`);
      for (const name of ['all', 'role_admin', 'role_super_admin', 'days'])
        expect(html).not.toContain(`name="${name}"`);
      const refused = await boss.act('change_policy', { all: 'optional', reason, force: 'yes' });
      expect([refused.status, textOf(refused.html)]).toEqual([409, expect.stringContaining('The environment decides')]);
    } finally {
      await fixed.stop();
    }
  });
});

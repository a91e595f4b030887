/** The overview of the console, on both databases: what it says before the first count and after, and what it never shows. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { recordEvents } from '../../src/audit/audit-store.js';
import { ownBrowser } from '../support/own-account.js';
import type { Person } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const hostile = '<script>alert(1)</script>';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let root: EnrolledAccount;
  let person: Person;
  beforeAll(async () => {
    server = await startTestServer({ kind, env: { REQUIRE_ADMIN_MFA: 'true' } });
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['admin'] });
    person = await ownBrowser(server, root);
  });
  afterAll(() => server?.stop());

  const open = () => person.open(`${server.issuer}/admin`);

  test('before the first count it says so, and shows the policy with who decided it', async () => {
    const { status, html } = await open();
    expect(status).toBe(200);
    expect(html).toContain('Accounts have not been counted yet');
    expect(html).toMatch(
      /<code>admin<\/code><\/dt><dd>Second factor required <span class="hint">\(from the environment\)/,
    );
  });

  test('the numbers of the last count stand in tables beside the pictures', async () => {
    await sql`INSERT INTO adoption_day (day, scope, name, enrolled, in_grace, overdue, exempt, pending, disabled)
      VALUES ('2026-11-01', 'all', '', 10, 80, 10, 0, 0, 0), ('2026-11-02', 'all', '', 997, 2, 1, 0, 3, 4),
        ('2026-11-02', 'group', ${hostile}, 5, 0, 1, 0, 0, 0)`.execute(server.database);
    const { html } = await open();
    expect(html).toContain('<strong class="big-number">99%</strong>');
    expect(html).toContain('aria-label="Bar: Enrolled 997, In grace 2, Overdue 1, Not required 0"');
    expect(html).toMatch(/<time datetime="2026-11-01">1 November 2026<\/time><\/th><td[^>]*>10<\/td><td[^>]*>80<\/td>/);
    expect(html).toContain('Besides: 3 pending, 4 disabled.');
    expect(html).not.toContain(hostile);
  });

  test('what should have been seen is told with names; what fails often is counted', async () => {
    const about = { subjectId: root.account.id, actor: { type: 'cli', id: null } } as const;
    await recordEvents(server.database, [
      { ...about, type: 'mfa.locked', outcome: 'failure' },
      { ...about, type: 'user.login_failed', outcome: 'failure' },
    ]);
    const { html } = await open();
    expect(html).toContain('Codes blocked after wrong ones');
    expect(html).toContain('2 sign-ins, codes and acts failed in the last 24 hours.');
    expect(html).not.toContain('Sign-in refused');
  });
});

/** Story: an administrator does something for many accounts at once, and watches how far it is. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { workOffBatch } from '../../src/administration/bulk-work-store.js';
import { loadPolicy } from '../../src/mfa/policy-store.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { ownBrowser } from '../support/own-account.js';
import { hiddenField, type Person, textOf } from '../support/person.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const reason = 'the phones come next week';

describe.each(databaseKinds)('on %s', (kind) => {
  let server: TestServer;
  let post: MailServer;
  let root: EnrolledAccount;
  let peer: EnrolledAccount;
  let admin: Person;
  let count = 0;

  beforeAll(async () => {
    post = await startMailServer();
    server = await startTestServer({
      kind,
      env: {
        ...{ SMTP_URL: post.url, MAIL_FROM: 'id@example.com', RATE_LIMIT: 'off' },
        ...{ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '0' },
      },
    });
    root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
    peer = await addEnrolledAccount(server, 'peer@example.com', { roles: ['admin'] });
    admin = await ownBrowser(server, root);
  });
  afterAll(async () => {
    await server?.stop();
    await post?.stop();
  });

  const url = (path: string) => `${server.issuer}/admin${path}`;
  /** People of a role that no other story has. */
  async function addTeam(size: number, roles: readonly string[] = []) {
    count += 1;
    const team = `team-${count}`;
    const people = [];
    for (let n = 0; n < size; n += 1) {
      people.push(await server.addAccount(`${team}-${n}@example.com`, { roles: [team, ...roles] }));
    }
    return { team, people };
  }
  async function extended(team: string): Promise<number> {
    const { rows } = await sql<{ extended: number }>`SELECT count(*)::int AS extended FROM account
      WHERE roles @> ARRAY[${team}]::text[] AND grace_extended_until > now()`.execute(server.database);
    return rows[0]?.extended ?? 0;
  }
  async function extendFor(query: string, by = admin) {
    const { html } = await by.open(url(`/bulk/extend-grace?${query}`));
    return by.act('begin', { until: hiddenField(html, 'until') ?? '', reason });
  }

  test('all that a search finds get more time, each with a line of their own in the audit log', async () => {
    const { team } = await addTeam(5);
    const page = await extendFor(`role=${team}`);
    expect(textOf(page.html)).toContain('Under way');
    expect(textOf(page.html)).toContain('0 of 5');
    expect(page.headers.get('refresh')).toBe('5');
    expect(await extended(team)).toBe(0);
    await server.deliverMail();
    const done = await admin.open(page.url);
    expect(textOf(done.html)).toContain('Done for 5');
    expect(done.headers.get('refresh')).toBeNull();
    expect(await extended(team)).toBe(5);
    const { rows } = await sql<{
      actor_id: string;
      detail: { reason: string };
    }>`SELECT e.actor_id, e.detail FROM audit_event e
      JOIN account a ON a.id = e.subject_id WHERE e.type = 'mfa.grace_extended' AND a.roles @> ARRAY[${team}]::text[]`.execute(
      server.database,
    );
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toMatchObject({ actor_id: root.account.id, detail: { reason } });
  });

  test('those that were ticked, and no others', async () => {
    const { team, people } = await addTeam(4);
    const ticked = people.slice(0, 2).map(({ id }) => `id=${id}`);
    const form = await admin.open(url(`/bulk/extend-grace?role=${team}&${ticked.join('&')}`));
    expect(textOf(form.html)).toContain('The 2 accounts that you ticked.');
    await extendFor(`role=${team}&${ticked.join('&')}`);
    await server.deliverMail();
    expect(await extended(team)).toBe(2);
  });

  test('people are asked by mail to set up a second factor, not more often than once a day', async () => {
    const { team, people } = await addTeam(2);
    for (let time = 0; time < 2; time += 1) {
      await admin.open(url(`/bulk/remind?role=${team}`));
      await admin.act('begin');
      await server.deliverMail();
    }
    for (const { email } of people) {
      const mails = post.to(email);
      expect(mails.map(({ parsed }) => parsed.subject)).toEqual(['Please set up your second factor']);
      expect(mails[0]?.parsed.text).toContain(`${server.issuer}/account/security`);
    }
    await sql`UPDATE mail SET created_at = created_at - interval '25 hours' WHERE kind = 'factor_wanted'`.execute(
      server.database,
    );
    await admin.open(url(`/bulk/remind?role=${team}`));
    await admin.act('begin');
    await server.deliverMail();
    expect(post.to(people[0]?.email ?? '')).toHaveLength(2);
  });

  test('never oneself, and administrators only by a super_admin', async () => {
    const { team } = await addTeam(1);
    await addTeam(0);
    const boss = await server.addAccount(`boss-${kind}@example.com`, { roles: ['admin', team] });
    const person = await ownBrowser(server, peer);
    await sql`UPDATE account SET roles = roles || ${team}::text WHERE id = ${peer.account.id}::uuid`.execute(
      server.database,
    );
    await extendFor(`role=${team}`, person);
    await server.deliverMail();
    expect(await extended(team)).toBe(1);
    await extendFor(`role=${team}`);
    await server.deliverMail();
    const { rows } = await sql<{ until: Date | null }>`SELECT grace_extended_until AS until FROM account
      WHERE id = ${boss.id}::uuid`.execute(server.database);
    expect(rows[0]?.until).not.toBeNull();
    await sql`UPDATE account SET roles = ARRAY['admin'] WHERE id = ${peer.account.id}::uuid`.execute(server.database);
  });

  test('whoever is demoted while it goes on does nothing more, and the page says so', async () => {
    const { team } = await addTeam(3);
    const clerk = await addEnrolledAccount(server, `clerk-${kind}@example.com`, { roles: ['admin'] });
    const page = await extendFor(`role=${team}`, await ownBrowser(server, clerk));
    await work(1);
    expect(await extended(team)).toBe(1);
    await sql`UPDATE account SET roles = '{}', generation = generation + 1 WHERE id = ${clerk.account.id}::uuid`.execute(
      server.database,
    );
    await server.deliverMail();
    expect(await extended(team)).toBe(1);
    const text = textOf((await admin.open(page.url)).html);
    expect(text).toContain('Stopped');
    expect(text).toContain('Done for 1');
  });

  test('what was begun goes on with another process where it stopped, and nothing is done twice', async () => {
    const { team } = await addTeam(5);
    const page = await extendFor(`role=${team}`);
    await work(2);
    expect(textOf((await admin.open(page.url)).html)).toContain('2 of 5');
    await Promise.all([work(2), work(2)]);
    await server.deliverMail();
    expect(textOf((await admin.open(page.url)).html)).toContain('Done for 5');
    const { rows } = await sql<{ events: number }>`SELECT count(*)::int AS events FROM audit_event e
      JOIN account a ON a.id = e.subject_id WHERE e.type = 'mfa.grace_extended' AND a.roles @> ARRAY[${team}]::text[]`.execute(
      server.database,
    );
    expect(rows[0]?.events).toBe(5);
  });

  test('ids that are none stand for nobody, and never for everybody', async () => {
    for (const query of ['?id=foo', '?id=', '?id=foo&id=bar']) {
      const page = await admin.open(url(`/bulk/remind${query}`));
      expect([query, page.html.includes('The 0 accounts that you ticked.')]).toEqual([query, true]);
    }
  });

  test('odd searches and forms begin nothing', async () => {
    const jobs = async () => {
      const { rows } = await sql<{ jobs: number }>`SELECT count(*)::int AS jobs FROM admin_job`.execute(
        server.database,
      );
      return rows[0]?.jobs;
    };
    const before = await jobs();
    await admin.open(url('/bulk/extend-grace'));
    for (const fields of [
      { until: '', reason },
      { until: '2999-01-01', reason: '' },
      { until: 'x', reason },
      { until: '2999-01-01', reason },
    ]) {
      expect((await admin.act('begin', fields)).status).toBe(422);
    }
    await admin.post(url('/bulk/remind'), new URLSearchParams({ act: 'begin', csrf: 'x' }));
    expect(await jobs()).toBe(before);
    for (const path of ['/jobs/x', `/jobs/${root.account.id}`]) expect((await admin.open(url(path))).status).toBe(404);
    for (const query of [
      'q=%00',
      'sort=x',
      'cursor=x',
      'mfa=x',
      'id=x&id=y',
      'role[]=x',
      'q=%25_%5C',
      'status=a&status=b',
    ]) {
      expect([query, (await admin.open(url(`/users?${query}`))).status]).toEqual([query, 200]);
    }
  });

  async function work(batchSize: number): Promise<void> {
    const settings = { requireMfa: true, requireAdminMfa: false, mfaPolicy: undefined, mfaGracePeriodDays: 0 };
    const policy = await loadPolicy(server.database, settings as never);
    await workOffBatch(server.database, { policy, dailyAttempts: 10 }, batchSize);
  }
});

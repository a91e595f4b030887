/** Every page of the console, as it is registered, in a real browser: on every screen, by keyboard, without script. A new page is tried without a line here. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { adminPages } from '../../src/admin/admin-pages.js';
import { recordEvents } from '../../src/audit/audit-store.js';
import { createResource } from '../../src/oidc/resource-store.js';
import { type Stage, setStage } from '../support/browser-stage.js';
import { enterPassword, enterTotp } from '../support/browser-steps.js';
import { expectSound } from '../support/page-audit.js';
import { addEnrolledAccount, type EnrolledAccount } from '../support/sign-in.js';
import { closeQuietly, type WatchedTab } from '../support/watched-tab.js';

/** Names as long as people have them. */
const longEmail = 'wilhelmina.van.den.broek-oudenallen+harbour@research.very-long-department.example.org';
const longName = 'Gemeentelijke Basisadministratie Persoonsgegevens en Reisdocumenten Aanvraagportaal';

let stage: Stage;
let root: EnrolledAccount;
/** What `:name` stands for, by what the page is about. */
let ids: Readonly<Record<string, string>>;
let tab: WatchedTab;
let scriptless: WatchedTab;

beforeAll(async () => {
  stage = await setStage({ REQUIRE_MFA: 'true', MFA_GRACE_PERIOD_DAYS: '7' });
  const { server } = stage;
  root = await addEnrolledAccount(server, 'root@example.com', { roles: ['super_admin'] });
  const user = await addEnrolledAccount(server, longEmail, { name: 'Wilhelmina van den Broek-Oudenallen' });
  await server.addAccount('without.factor@example.com');
  const { clientId } = await server.addClient({ client_name: longName });
  const identifier = 'https://reisdocumenten.very-long-department.example.org/aanvragen/v2';
  const api = await createResource(server.database, server.issuer, { identifier, scope: 'read write' });
  const resources = api.ok ? api.resource.id : '';
  const jobs = '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d';
  await sql`INSERT INTO admin_job (id, kind, actor_id, actor_generation, origin, search, input, total, seen, changed, finished_at)
    VALUES (${jobs}::uuid, 'extend_grace', ${root.account.id}::uuid, 0, '{}', '{}',
      ${JSON.stringify({ until: '2026-12-01T23:59:00Z', reason: 'long '.repeat(90) })}::jsonb, 1200, 1200, 900, now())`.execute(
    server.database,
  );
  const groups = '5d0c4f1e-93f2-4d0e-8a53-0a1f6b7c8d9e';
  await sql`INSERT INTO account_group (id, name, mfa_policy, mfa_required_since)
    VALUES (${groups}::uuid, ${longName.slice(0, 60).trim()}, 'required', now())`.execute(server.database);
  await sql`INSERT INTO account_group_member (account_id, group_id) SELECT id, ${groups}::uuid FROM account`.execute(
    server.database,
  );
  ids = { users: user.account.id, clients: clientId, resources, jobs, groups };
  await recordEvents(server.database, [
    {
      type: 'mfa.reset',
      actor: { type: 'account', id: root.account.id },
      subjectId: user.account.id,
      outcome: 'success',
      detail: { reason: 'Lost phone, called back' },
    },
    ...Array.from({ length: 12 }, (_, n) => ({
      type: 'mfa.failed' as const,
      actor: { type: 'anonymous' as const, id: null },
      subjectId: user.account.id,
      ip: '2001:db8:1234:5678:9abc:def0:1234:5678',
      userAgent: 'x'.repeat(300),
      outcome: 'failure' as const,
      detail: { because: 'wrong_code', attempt: n, address: `https://example.org/${'long'.repeat(60)}` },
    })),
  ]);
  await sql`INSERT INTO adoption_day (day, scope, name, enrolled, in_grace, overdue, exempt, pending, disabled)
    SELECT (now() AT TIME ZONE 'UTC')::date - ago, scope, name, (2000 - ago * 9) / share, (ago * 6 + 80) / share, (ago * 2 + 12) / share,
      120 / share, 4, 17
    FROM generate_series(0, 120) AS ago, (VALUES ('all', '', 1), ('role', 'admin', 90), ('role', 'staff', 2),
      ('group', ${longName}, 3)) AS scopes(scope, name, share)`.execute(server.database);
  tab = await stage.openTab();
  scriptless = await stage.openTab({ javaScriptEnabled: false });
});
afterAll(async () => {
  try {
    for (const one of [tab, scriptless]) if (one !== undefined) await closeQuietly(one);
  } finally {
    await stage?.close();
  }
});

test.each(adminPages.map(({ path }) => path))('%s', async (path) => {
  const { page } = tab;
  const address = stage.server.issuer + addressOf(path);
  await open(page, address);
  // An export is no page.
  const answer = await page.request.get(address);
  expect([path, answer.status()]).toEqual([path, 200]);
  if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) return;

  expect(await page.locator('h1').count()).toBe(1);
  expect(await page.locator('nav.console-navigation [aria-current=page]').count()).toBe(1);
  await expectSound(page, `console${path.replaceAll(/[/:]+/g, '-')}`);
  expect(await unreachable(page)).toEqual([]);

  await open(scriptless.page, address);
  // A sign-in of the other tab is news.
  await page.reload();
  expect(await offered(scriptless.page)).toEqual(await offered(page));
});

function addressOf(path: string): string {
  const about = path.split('/')[2] ?? '';
  const address = path.replace(':id', ids[about] ?? ids.users ?? '');
  if (address.includes(':')) throw new Error(`${path}: this test knows nothing that would stand there`);
  return address;
}

/** Signs in where the page asks for it: pages that change something ask again. */
async function open(page: Page, address: string): Promise<void> {
  const download = page.waitForEvent('download', { timeout: 2_000 }).catch(() => undefined);
  const isDownload = await page.goto(address).then(
    () => false,
    async () => (await download) !== undefined,
  );
  if (isDownload || new URL(page.url()).pathname === new URL(address).pathname) return;
  await enterPassword(page, root.email);
  await enterTotp(stage.server, page, root.seed);
  expect(new URL(page.url()).pathname).toBe(new URL(address).pathname);
}

/** What people can do on the page, but for what only script can, such as copying. */
async function offered(page: Page): Promise<string[]> {
  const doors = page.locator(
    'main :is(a[href], button, input, select, textarea, summary):not([data-copy], [data-reveal])',
  );
  return doors.evaluateAll((elements) =>
    elements
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => `${element.tagName} ${element.getAttribute('name') ?? element.textContent?.trim()}`),
  );
}

/** What can be clicked or filled in and is never reached, or is reached unseen, going through the page with the Tab key. */
async function unreachable(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    const shown = Array.from(
      document.querySelectorAll('a[href], :is(button, input, select, textarea):enabled, summary'),
    ).filter((element) => element.getClientRects().length > 0);
    for (const [index, element] of shown.entries()) element.setAttribute('data-stop', String(index));
    (document.activeElement as HTMLElement | null)?.blur();
    return shown.length;
  });
  const unseen: string[] = [];
  // A day has a stop for each of its parts.
  for (let stop = 0; stop < 2 * count + 20; stop += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || !element.hasAttribute('data-stop')) return undefined;
      element.removeAttribute('data-stop');
      const { outlineStyle } = getComputedStyle(element);
      return outlineStyle === 'none' ? element.outerHTML.slice(0, 120) : undefined;
    });
    if (found !== undefined) unseen.push(`no outline: ${found}`);
  }
  const missed = await page.evaluate(() =>
    Array.from(document.querySelectorAll('[data-stop]'), (element) => element.outerHTML.slice(0, 120)),
  );
  return [...unseen, ...missed];
}

/** The post room runs by itself beside a server: in rounds, across restarts, until the server stops. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { recordEvents } from '../src/audit/audit-store.js';
import { systemClock } from '../src/clock.js';
import { readSettings } from '../src/settings/settings.js';
import { type RunningServer, start } from '../src/start.js';
import { addAccount, ageMails, eventOf, mailsOf } from './mail/mail-bench.js';
import { type MailServer, startMailServer } from './support/mail-server.js';
import { freePort } from './support/test-server.js';

let folder: string;
let post: MailServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-mailing-'));
  post = await startMailServer();
});
afterEach(async () => {
  await post.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startServer(mailIntervalSeconds: number | null): Promise<RunningServer> {
  const port = String(await freePort());
  const env = { DATA_DIR: folder, PORT: port, ISSUER: `http://127.0.0.1:${port}`, SMTP_URL: post.url };
  const read = readSettings({ ...env, REQUIRE_ADMIN_MFA: 'false' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return start({ settings: read.settings, clock: systemClock, logger: pino({ level: 'silent' }), mailIntervalSeconds });
}

test('what happened is mailed without anybody asking, and what a stopped server left is sent by the next', async () => {
  const first = await startServer(null);
  const anna = await addAccount(first.open.database);
  await recordEvents(first.open.database, [eventOf(anna, 'password.changed')]);
  await first.stop();
  expect(post.mails).toEqual([]);

  const arrival = post.arrival();
  const second = await startServer(0.05);
  try {
    expect((await arrival).parsed.subject).toBe('Your password was changed');
    const next = post.arrival();
    await recordEvents(second.open.database, [eventOf(anna, 'mfa.disabled')]);
    expect((await next).parsed.subject).toBe('Two-factor authentication was turned off');
  } finally {
    await second.stop();
  }
  expect(post.mails).toHaveLength(2);
});

test('a server that stops in the middle of a mail stops in time, and the next sends it', async () => {
  const first = await startServer(null);
  const anna = await addAccount(first.open.database);
  await recordEvents(first.open.database, [eventOf(anna, 'password.changed')]);
  post.behaviour = 'hang';
  const contact = post.contact();
  const delivering = first.deliverMail();
  await contact;
  const begun = performance.now();
  await first.stop();
  expect(performance.now() - begun).toBeLessThan(8_000);
  await delivering.catch(() => {});

  post.behaviour = 'take';
  const second = await startServer(null);
  try {
    const [mail] = await mailsOf(second.open.database, anna);
    expect(mail).toMatchObject({ sent_at: null, given_up_at: null });
    await ageMails(second.open.database, 6);
    await second.deliverMail();
    expect(post.mails).toHaveLength(1);
  } finally {
    await second.stop();
  }
});

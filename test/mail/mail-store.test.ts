/** Links in mails: found without being used, used once, dead with their time and, for passwords, with any change of the account. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { reportCompromise } from '../../src/account/not-me-store.js';
import type { Account } from '../../src/accounts/account.js';
import { deleteAccount } from '../../src/accounts/account-store.js';
import { raiseGeneration } from '../../src/accounts/generation-store.js';
import type { Database } from '../../src/database/schema.js';
import { activeAdmins, findMailLink, type MailOrder, queueMail, useMailLink } from '../../src/mail/mail-store.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { addAccount, ageMails, mailsOf } from './mail-bench.js';

describe.each(databaseKinds)('on %s', (kind) => {
  let open: TestDatabase;
  let anna: Account;
  beforeAll(async () => {
    open = await openTestDatabase(kind);
    anna = await addAccount(open.database);
  });
  afterAll(() => open?.close());

  const queue = async (order: Partial<MailOrder> = {}) => {
    const all = { accountId: anna.id, linkMinutes: 30, ...order };
    const { rows } = await sql<{ id: string }>`WITH queued AS (${queueMail('password_reset', all)})
      SELECT id FROM queued`.execute(open.database);
    return rows[0]?.id ?? '';
  };
  const use = async (mailId: string, kinds: Parameters<typeof useMailLink>[1] = 'password_reset') => {
    const { rows } = await sql<{ account_id: string; generation: number }>`WITH used AS (${useMailLink(mailId, kinds)})
      SELECT account_id, generation FROM used`.execute(open.database);
    return rows;
  };

  test('a link is found as often as one looks, and used once, also by twenty at the same moment', async () => {
    const mailId = await queue({ detail: { because: 'asked' } });
    for (let look = 0; look < 2; look += 1) {
      const found = await findMailLink(open.database, mailId, ['activation', 'password_reset']);
      expect(found).toMatchObject({
        ok: true,
        link: { mailId, kind: 'password_reset', account: { id: anna.id }, detail: { because: 'asked' } },
      });
    }
    const uses = await Promise.all(Array.from({ length: 20 }, () => use(mailId)));
    expect(uses.flat()).toEqual([{ account_id: anna.id, generation: anna.generation }]);
    expect(await findMailLink(open.database, mailId, 'password_reset')).toEqual({ ok: false, because: 'used' });
  });

  test('a link of another kind, of no mail, or of a mail without one leads nowhere', async () => {
    const mailId = await queue();
    expect(await findMailLink(open.database, mailId, 'activation')).toEqual({ ok: false, because: 'unknown' });
    expect(await use(mailId, 'activation')).toEqual([]);
    expect(await findMailLink(open.database, randomUUID(), 'password_reset')).toEqual({
      ok: false,
      because: 'unknown',
    });
    expect(await findMailLink(open.database, 'x', 'password_reset')).toEqual({ ok: false, because: 'unknown' });
    await queueMail('grace_reminder', { accountId: anna.id }).execute(open.database);
    const plain = (await mailsOf(open.database, anna)).find((mail) => mail.kind === 'grace_reminder')?.id ?? '';
    expect(await findMailLink(open.database, plain, 'grace_reminder')).toEqual({ ok: false, because: 'unknown' });
    expect(await use(plain, 'grace_reminder')).toEqual([]);
  });

  test('a link dies with its time', async () => {
    const mailId = await queue();
    await ageMails(open.database, 31);
    expect(await findMailLink(open.database, mailId, 'password_reset')).toEqual({ ok: false, because: 'expired' });
    expect(await use(mailId)).toEqual([]);
  });

  test('a link to a new password dies with every change of password or factors; others do not', async () => {
    const mailId = await queue();
    const { rows } = await sql<{
      id: string;
    }>`WITH queued AS (${queueMail('activation', { accountId: anna.id, linkMinutes: 30 })})
      SELECT id FROM queued`.execute(open.database);
    await raiseGeneration(open.database, anna.id);
    expect(await findMailLink(open.database, mailId, 'password_reset')).toEqual({ ok: false, because: 'expired' });
    expect(await use(mailId)).toEqual([]);
    expect(await use(rows[0]?.id ?? '', 'activation')).toHaveLength(1);
  });

  test('a mail to the administrators goes to those who are active, and only when the change was made', async () => {
    const [admin, former] = [
      await addAccount(open.database, { roles: ['super_admin'] }),
      await addAccount(open.database, { roles: ['admin'], status: 'disabled' }),
    ];
    const tell = (accountId: string) =>
      sql`WITH changed AS (SELECT id FROM account WHERE id = ${accountId}::uuid),
        admins AS (${activeAdmins(sql.ref('changed'))}),
        told AS (${queueMail('approval_wanted', { from: sql.ref('admins') })})
      SELECT count(*) FROM told`.execute(open.database);
    await tell(randomUUID());
    expect(await mailsOf(open.database, admin)).toEqual([]);
    await tell(anna.id);
    expect(await mailsOf(open.database, admin)).toHaveLength(1);
    expect(await mailsOf(open.database, former)).toEqual([]);
  });

  test('an account that is gone gets no mail', async () => {
    await queueMail('password_reset', { accountId: randomUUID(), linkMinutes: 30 }).execute(open.database);
  });
});

test('an account that is removed while somebody uses a link of its mail is removed, and the link leads nowhere', async () => {
  const open = await openTestDatabase('postgres');
  const { database } = open;
  try {
    const account = await addAccount(database);
    const { rows } = await sql<{ id: string }>`WITH queued AS (
        ${queueMail('factor_added', { accountId: account.id, linkMinutes: 30 })}
      ) SELECT id FROM queued`.execute(database);
    const mailId = rows[0]?.id ?? '';
    const found = await findMailLink(database, mailId, 'factor_added');
    if (!found.ok) throw new Error(found.because);
    const [removed, reported] = await database.transaction().execute(async (transaction) => {
      await sql`SELECT 1 FROM account WHERE id = ${account.id}::uuid FOR UPDATE`.execute(transaction);
      const report = reportCompromise(database, found.link, []);
      await somebodyWaits(database);
      // Before the transaction ends: the report waits for that.
      return [await deleteAccount(transaction, account.id, []), { report }] as const;
    });
    expect(removed).toEqual({ ok: true });
    expect(await reported.report).toEqual({ ok: false, because: 'link_used_up' });
  } finally {
    await open.close();
  }
});

/** Until a statement waits for a row that another holds. */
async function somebodyWaits(database: Database): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const { rows } = await sql`SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(database);
    if (rows.length > 0) return;
    await setTimeout(20);
  }
  throw new Error('Nobody waits.');
}

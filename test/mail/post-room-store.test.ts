/** Events become mails once, floods become one mail a day, and every mail is taken by one node at a time. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { recordEvents } from '../../src/audit/audit-store.js';
import { queueMail } from '../../src/mail/mail-store.js';
import { collectMail, markSent, putOff, takeDueMail } from '../../src/mail/post-room-store.js';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { addAccount, ageMails, eventOf, mailsOf } from './mail-bench.js';

const claim = { batchSize: 100, claimMinutes: 5 };

describe.each(databaseKinds)('on %s', (kind) => {
  let open: TestDatabase;
  beforeAll(async () => {
    open = await openTestDatabase(kind);
  });
  afterAll(() => open?.close());

  test('an event becomes one mail, with what the words need and a link of seven days', async () => {
    const anna = await addAccount(open.database);
    const detail = { method: 'totp', factor_name: 'Phone' };
    await recordEvents(open.database, [eventOf(anna, 'mfa.factor_removed', { detail })]);
    expect(await collectMail(open.database, 100)).toBe(1);
    expect(await collectMail(open.database, 100)).toBe(0);
    const [mail, ...others] = await mailsOf(open.database, anna);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      kind: 'factor_removed',
      detail: { factor: 'Phone', ip: '203.0.113.7', user_agent: 'Firefox' },
    });
    const days = ((mail?.link_expires_at?.getTime() ?? 0) - (mail?.created_at.getTime() ?? 0)) / 86_400_000;
    expect(days).toBe(7);
  });

  test('an app that is still there is named by its row', async () => {
    const anna = await addAccount(open.database);
    const factorId = randomUUID();
    await sql`INSERT INTO totp_credential (id, account_id, name, seed_sealed, last_accepted_step)
      VALUES (${factorId}::uuid, ${anna.id}::uuid, 'My phone', 'x', 1)`.execute(open.database);
    await recordEvents(open.database, [eventOf(anna, 'mfa.enabled', { detail: { factor_id: factorId } })]);
    await collectMail(open.database, 100);
    expect((await mailsOf(open.database, anna))[0]?.detail).toMatchObject({ factor: 'My phone' });
  });

  test('what an administrator did says so, and nothing of where the administrator is', async () => {
    const [anna, admin] = [await addAccount(open.database), await addAccount(open.database, { roles: ['admin'] })];
    await recordEvents(open.database, [
      eventOf(anna, 'mfa.reset', { actor: { type: 'account', id: admin.id } }),
      eventOf(anna, 'mfa.disabled', { actor: { type: 'cli', id: 'root' } }),
    ]);
    await collectMail(open.database, 100);
    expect((await mailsOf(open.database, anna)).map(({ detail }) => detail)).toEqual([
      { by_other: true },
      { by_other: true },
    ]);
    expect(await mailsOf(open.database, admin)).toEqual([]);
  });

  test('an event of an account that is gone, or of none, makes no mail and does not stay', async () => {
    await recordEvents(open.database, [
      eventOf({ id: randomUUID() }, 'password.changed'),
      { ...eventOf({ id: randomUUID() }, 'user.locked'), subjectId: null },
    ]);
    expect(await collectMail(open.database, 100)).toBe(1);
    expect(await collectMail(open.database, 100)).toBe(0);
  });

  test('many wrong codes are one mail a day, which counts them; the next day there is another', async () => {
    const anna = await addAccount(open.database);
    const failed = eventOf(anna, 'user.login_failed', { outcome: 'failure', detail: { because: 'too_many_codes' } });
    const locked = eventOf(anna, 'mfa.locked', { outcome: 'failure', ip: '198.51.100.9' });
    await recordEvents(open.database, [failed, failed, locked, eventOf(anna, 'user.locked')]);
    await collectMail(open.database, 100);
    const first = await mailsOf(open.database, anna);
    expect(first.map(({ kind, detail }) => [kind, detail.events, detail.ip])).toEqual([
      ['account_locked', 1, '203.0.113.7'],
      ['wrong_codes', 3, '198.51.100.9'],
    ]);
    await recordEvents(open.database, [failed]);
    await collectMail(open.database, 100);
    expect((await mailsOf(open.database, anna)).map(({ kind, detail }) => [kind, detail.events])).toEqual([
      ['account_locked', 1],
      ['wrong_codes', 4],
    ]);
    await ageMails(open.database, 24 * 60 + 1);
    await recordEvents(open.database, [failed]);
    await collectMail(open.database, 100);
    expect((await mailsOf(open.database, anna)).map(({ detail }) => detail.events)).toEqual([1, 4, 1]);
  });

  test('more events than a batch holds are taken in several', async () => {
    const anna = await addAccount(open.database);
    await recordEvents(
      open.database,
      Array.from({ length: 5 }, () => eventOf(anna, 'password.changed')),
    );
    expect([
      await collectMail(open.database, 2),
      await collectMail(open.database, 2),
      await collectMail(open.database, 2),
    ]).toEqual([2, 2, 1]);
    expect(await mailsOf(open.database, anna)).toHaveLength(5);
  });

  test('a mail that is taken is nobody else’s until the claim runs out', async () => {
    const anna = await addAccount(open.database);
    await sql`DELETE FROM mail`.execute(open.database);
    await queueMail('password_reset', { accountId: anna.id, linkMinutes: 30 }).execute(open.database);
    const [mail] = await takeDueMail(open.database, claim);
    expect(mail).toMatchObject({ kind: 'password_reset', attempts: 1, isLinkUsable: true, account: { id: anna.id } });
    expect(await takeDueMail(open.database, claim)).toEqual([]);
    await ageMails(open.database, 6);
    const [again] = await takeDueMail(open.database, claim);
    expect(again).toMatchObject({ id: mail?.id, attempts: 2 });
    // The first attempt comes back late: it no longer decides.
    if (mail !== undefined) await putOff(open.database, mail, undefined);
    expect((await mailsOf(open.database, anna))[0]?.given_up_at).toBeNull();
    await markSent(open.database, mail?.id ?? '');
    await ageMails(open.database, 60);
    expect(await takeDueMail(open.database, claim)).toEqual([]);
  });

  test('a mail that is put off is due later; one that is given up, never', async () => {
    const anna = await addAccount(open.database);
    await sql`DELETE FROM mail`.execute(open.database);
    await queueMail('grace_reminder', { accountId: anna.id }).execute(open.database);
    for (const mail of await takeDueMail(open.database, claim)) await putOff(open.database, mail, 30);
    await ageMails(open.database, 29);
    expect(await takeDueMail(open.database, claim)).toEqual([]);
    await ageMails(open.database, 2);
    const mails = await takeDueMail(open.database, claim);
    expect(mails).toHaveLength(1);
    for (const mail of mails) await putOff(open.database, mail, undefined);
    await ageMails(open.database, 10_000);
    expect(await takeDueMail(open.database, claim)).toEqual([]);
  });
});

test('twenty takers at once share the mails and take none twice; ten collectors make every mail once', async () => {
  const open = await openTestDatabase('postgres');
  try {
    const anna = await addAccount(open.database);
    const locked = eventOf(anna, 'user.locked');
    for (let round = 0; round < 5; round += 1) {
      await recordEvents(open.database, [locked, eventOf(anna, 'password.changed'), eventOf(anna, 'mfa.enabled')]);
      await Promise.all(Array.from({ length: 10 }, () => collectMail(open.database, 100)));
    }
    await collectMail(open.database, 100);
    const mails = await mailsOf(open.database, anna);
    expect(mails.filter(({ kind }) => kind === 'account_locked')).toHaveLength(1);
    expect(mails).toHaveLength(11);
    const few = { batchSize: 2, claimMinutes: 5 };
    const taken = await Promise.all(Array.from({ length: 20 }, () => takeDueMail(open.database, few)));
    const ids = taken.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(11);
  } finally {
    await open.close();
  }
});

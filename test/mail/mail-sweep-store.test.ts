/** Old mails are forgotten, younger ones are not, whatever became of them. */
import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { queueMail } from '../../src/mail/mail-store.js';
import { sweepMail } from '../../src/mail/mail-sweep-store.js';
import { databaseKinds, openTestDatabase } from '../support/test-database.js';
import { addAccount, ageMails, mailsOf } from './mail-bench.js';

describe.each(databaseKinds)('on %s', (kind) => {
  test('after 90 days, in batches', async () => {
    const { database, close } = await openTestDatabase(kind);
    try {
      const anna = await addAccount(database);
      for (let count = 0; count < 5; count += 1) {
        await queueMail('grace_reminder', { accountId: anna.id }).execute(database);
      }
      await sql`UPDATE mail SET sent_at = now()`.execute(database);
      await ageMails(database, 89 * 24 * 60);
      await queueMail('grace_reminder', { accountId: anna.id }).execute(database);
      expect(await sweepMail(database, 2)).toBe(0);
      await ageMails(database, 2 * 24 * 60);
      expect(await sweepMail(database, 2)).toBe(5);
      expect(await mailsOf(database, anna)).toHaveLength(1);
    } finally {
      await close();
    }
  });
});

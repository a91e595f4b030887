/** Tokens of the links in queued mails, for stories that are not about the mails themselves. */
import { sql } from 'kysely';
import type { MailKind } from '../../src/audit/mail-kind.js';
import { mailLinkToken } from '../../src/mail/mail-link.js';
import { testKeyRing } from './key-ring.js';
import type { TestServer } from './test-server.js';

/** One for each mail of this kind to this address, the newest last. */
export async function linkTokens(
  { database }: Pick<TestServer, 'database'>,
  email: string,
  kind: MailKind,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT m.id FROM mail m JOIN account a ON a.id = m.account_id
    WHERE a.email = ${email} AND m.kind = ${kind} ORDER BY m.created_at, m.id`.execute(database);
  return rows.map(({ id }) => mailLinkToken(testKeyRing(), id));
}

/** All links of these mails have just expired. */
export async function expireLinks({ database }: Pick<TestServer, 'database'>, kind: MailKind): Promise<void> {
  await sql`UPDATE mail SET link_expires_at = now() - interval '1 second' WHERE kind = ${kind}`.execute(database);
}

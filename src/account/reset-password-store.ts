/** Sets a new password against the link of a mail, and the second factor where there is one: all of it, or nothing. */
import { sql } from 'kysely';
import { endingParts } from '../accounts/generation-store.js';
import type { AuditOrigin } from '../audit/audit-event.js';
import { auditInsert } from '../audit/audit-store.js';
import { type Fragment, namedParts } from '../database/fragment.js';
import type { Connection } from '../database/schema.js';
import { forgetFailures } from '../lockout/password-failure-store.js';
import type { MailLink } from '../mail/mail-store.js';
import { useMailLink } from '../mail/mail-store.js';
import type { Factors } from '../mfa/factors.js';
import { changeWithProof } from '../mfa/proven-change-store.js';
import type { RefusedCode, VerifyRequest } from '../mfa/second-factor.js';
import type { KeyRing } from '../secrets/key-ring.js';

export interface PasswordReset {
  /** As it was found; whether it still holds is asked again here. */
  readonly link: MailLink;
  readonly passwordHash: string;
  readonly origin: AuditOrigin;
  readonly keyRing: KeyRing;
}

export type PasswordResetResult =
  | { readonly ok: true }
  /** Used, expired or outdated since it was found. Nothing was changed, counted or spent. */
  | { readonly ok: false; readonly because: 'link_dead' }
  /** Counted like every wrong code; the link can be used again. */
  | { readonly ok: false; readonly because: 'code_refused'; readonly refusal: RefusedCode };

/** One statement, for an account without a second factor. */
export async function resetPassword(connection: Connection, reset: PasswordReset): Promise<PasswordResetResult> {
  const isReset = await setByLink(connection, reset, sql`a.mfa_configured_at IS NULL`);
  return isReset ? { ok: true } : { ok: false, because: 'link_dead' };
}

/**
 * One transaction, for an account with one: the code is spent, the link used and the password set, or none of it. The factor stays
 * as it is. Throws SealBroken when it cannot be read.
 */
export async function resetPasswordWithProof(
  connection: Connection,
  reset: PasswordReset,
  { factors, proof }: { readonly factors: Pick<Factors, 'verifyCode'>; readonly proof: VerifyRequest },
): Promise<PasswordResetResult> {
  const { account, generation } = reset.link;
  try {
    const result = await changeWithProof(connection, {
      factors,
      proof,
      generation: generation ?? account.generation,
      forbids: ({ status }) => (status === 'active' ? null : 'account_not_active'),
      async change(transaction) {
        // Expired between two statements: undone, so that the code is not spent for nothing.
        if (!(await setByLink(transaction, reset, sql`true`))) throw new LinkDied();
        return { ok: true };
      },
    });
    if (result.ok) return { ok: true };
    return result.because === 'code_refused' ? result : { ok: false, because: 'link_dead' };
  } catch (error) {
    if (error instanceof LinkDied) return { ok: false, because: 'link_dead' };
    throw error;
  }
}

class LinkDied extends Error {}

/** Everything that was signed in ends. The wrong passwords counted so far were guesses at one that is no more: they are forgotten. */
async function setByLink(connection: Connection, reset: PasswordReset, permitted: Fragment): Promise<boolean> {
  const { link, passwordHash, origin, keyRing } = reset;
  const { id, email } = link.account;
  const raised = sql.ref('raised');
  const parts = namedParts({
    used: useMailLink(link.mailId, 'password_reset'),
    raised: sql`UPDATE account a SET password_hash = ${passwordHash}, generation = a.generation + 1, updated_at = now()
      FROM used WHERE a.id = used.account_id AND a.generation = used.generation AND a.status = 'active' AND ${permitted}
      RETURNING a.id, a.generation`,
    ...endingParts(raised),
    forgotten: forgetFailures(keyRing, email, raised),
    audited: auditInsert([{ ...origin, type: 'password.reset', subjectId: id, outcome: 'success' }], raised),
  });
  const { rows } = await sql`WITH ${parts} SELECT id FROM raised`.execute(connection);
  return rows.length === 1;
}

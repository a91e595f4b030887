/** Other people's second factors, as far as administrators go: taken away, reset, handed over, and the grace period extended. */
import { extendGrace } from '../accounts/grace-store.js';
import { Problem } from '../http/problem.js';
import { handOverApp } from '../mfa/handed-over-store.js';
import { removeMfa } from '../mfa/remove-mfa-store.js';
import type { Enrolment } from '../mfa/second-factor.js';
import type { UserAct } from './administer.js';
import { accountNotFound, mfaNotEnabled } from './administration-problems.js';

interface Reason {
  /** Kept in the audit log. */
  readonly reason: string;
}

/** All factors and backup codes go, and every session. Problems: `mfa_not_enabled`. */
export const disableUserMfa = removal(false);

/** The same, also for an account that has none; and whatever the policy, a factor must be set up at the next sign-in, without grace. */
export const resetUserMfa = removal(true);

function removal(demandEnrolment: boolean): UserAct<Reason, void> {
  return {
    onOneself: () => false,
    async run({ transaction, target, event }, { reason }) {
      const events = [event(demandEnrolment ? 'mfa.reset' : 'mfa.disabled', { reason })];
      const removed = await removeMfa(transaction, { accountId: target.id, demandEnrolment, events });
      if (!removed.ok) throw removed.because === 'account_not_found' ? accountNotFound() : mfaNotEnabled();
    },
  };
}

/** Problems: `enrolment_demanded`, `date_out_of_range`. */
export const extendUserGrace: UserAct<Reason & { readonly until: Date }, void> = {
  onOneself: () => false,
  async run({ transaction, target, event }, { until, reason }) {
    // A reset knows no grace: the extension would be kept, and change nothing.
    if (target.enrolmentDemandedAt !== null) {
      const sentence = 'After a reset a second factor must be set up at the next sign-in.';
      throw new Problem(409, 'enrolment_demanded', sentence);
    }
    const events = [event('mfa.grace_extended', { until: until.toISOString(), reason })];
    const extended = await extendGrace(transaction, target.id, { until, events });
    if (!extended.ok) throw new Problem(422, 'date_out_of_range', 'Choose a moment in the next 90 days.');
  },
};

export interface HandedOverApp {
  readonly fresh: Enrolment;
  readonly expiresAt: Date;
}

/** An app for somebody without one; its key goes to the administrator, once. Problems: `mfa_already_enabled`. */
export function handOverUserApp(
  startEnrolment: (account: { readonly email: string }) => Enrolment,
): UserAct<Reason, HandedOverApp> {
  return {
    onOneself: () => false,
    async run({ transaction, target, event }, { reason }) {
      const fresh = startEnrolment(target);
      const events = [event('mfa.admin_enrolled', { reason, method: 'totp', factor_id: fresh.id })];
      const handed = await handOverApp(transaction, { accountId: target.id, fresh, events });
      if (handed.ok) return { fresh, expiresAt: handed.expiresAt };
      throw new Problem(409, handed.because, 'There is a second factor already. Reset it first.');
    },
  };
}

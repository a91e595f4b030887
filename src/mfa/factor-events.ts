/** The audit events of a verification. Pure; a typed code is in none of them. */
import type { AuditEvent } from '../audit/audit-event.js';
import type { SecondFactorMethod, VerifyRequest } from './second-factor.js';

/** A second factor was accepted; a backup code says so with an event of its own. */
export function acceptedEvents(
  request: VerifyRequest,
  method: SecondFactorMethod,
  factorId: string | null,
): AuditEvent[] {
  const detail = factorId === null ? { method } : { method, factor_id: factorId };
  const common = { ...request.origin, subjectId: request.accountId, outcome: 'success', detail } as const;
  const verified = { ...common, type: 'mfa.verified' } as const;
  return method === 'backup_code' ? [verified, { ...common, type: 'mfa.backup_code_used' }] : [verified];
}

/** A code was refused; when it was the last that the budget allowed, the lock is an event too. */
export function refusedEvents(
  request: VerifyRequest,
  method: SecondFactorMethod,
  { because, isLast }: { readonly because: 'wrong_code' | 'already_used' | 'not_enrolled'; readonly isLast: boolean },
): AuditEvent[] {
  const detail = { method, because };
  const common = { ...request.origin, subjectId: request.accountId, outcome: 'failure', detail } as const;
  const failed = { ...common, type: 'mfa.failed' } as const;
  return isLast ? [failed, { ...common, type: 'mfa.locked' }] : [failed];
}

/** Which event is worth a mail to the person it happened to. Pure; the post room makes the mail. */
import type { AuditEvent } from './audit-event.js';

/** Kinds whose one link says "This wasn't me": something happened to the account that its owner may not have done. */
export const noticeKinds = [
  'factor_added',
  'app_handed_over',
  'factor_removed',
  'mfa_disabled',
  'mfa_reset',
  'backup_code_used',
  'backup_codes_regenerated',
  'password_changed',
  'new_browser',
  'wrong_codes',
  'account_locked',
] as const;

/** Every kind of mail there is. */
export const mailKinds = [
  ...noticeKinds,
  'grace_reminder',
  'factor_wanted',
  'compromise_reported',
  'password_reset',
  'activation',
  'sign_up_known_address',
  'approval_wanted',
  'account_activated',
] as const;

export type MailKind = (typeof mailKinds)[number];

export type NoticeKind = (typeof noticeKinds)[number];

/** Null for what is nobody's surprise, and for what happened to no account. */
export function mailKindOf({ type, outcome, subjectId, detail = {} }: AuditEvent): NoticeKind | null {
  if (subjectId === null) return null;
  switch (type) {
    // Both report failures: someone had the right password and not the second factor.
    case 'user.login_failed':
      return detail.because === 'too_many_codes' ? 'wrong_codes' : null;
    case 'mfa.locked':
      return 'wrong_codes';
    default:
      return outcome === 'success' ? kindOfSuccess(type, detail) : null;
  }
}

function kindOfSuccess(type: AuditEvent['type'], detail: Readonly<Record<string, unknown>>): NoticeKind | null {
  switch (type) {
    case 'mfa.enabled':
      return 'factor_added';
    case 'mfa.admin_enrolled':
      return 'app_handed_over';
    case 'mfa.factor_removed':
      return 'factor_removed';
    case 'mfa.disabled':
      return 'mfa_disabled';
    case 'mfa.reset':
      return 'mfa_reset';
    case 'mfa.backup_code_used':
      return 'backup_code_used';
    case 'mfa.backup_codes_regenerated':
      return 'backup_codes_regenerated';
    case 'password.changed':
    case 'password.reset':
      return 'password_changed';
    case 'user.login':
      return detail.new_browser === true ? 'new_browser' : null;
    case 'user.locked':
      return 'account_locked';
    default:
      return null;
  }
}

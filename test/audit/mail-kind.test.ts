/** Which events people get a mail about. */
import { expect, test } from '@jest/globals';
import { type AuditEvent, type AuditEventType, auditEventTypes } from '../../src/audit/audit-event.js';
import { type MailKind, mailKindOf } from '../../src/audit/mail-kind.js';

const subjectId = '00000000-0000-4000-8000-000000000001';
const event = (type: AuditEventType, more: Partial<AuditEvent> = {}): AuditEvent => ({
  type,
  actor: { type: 'account', id: subjectId },
  subjectId,
  outcome: 'success',
  ...more,
});

const always: Partial<Record<AuditEventType, MailKind>> = {
  'mfa.enabled': 'factor_added',
  'mfa.admin_enrolled': 'app_handed_over',
  'mfa.factor_removed': 'factor_removed',
  'mfa.disabled': 'mfa_disabled',
  'mfa.reset': 'mfa_reset',
  'mfa.backup_code_used': 'backup_code_used',
  'mfa.backup_codes_regenerated': 'backup_codes_regenerated',
  'mfa.locked': 'wrong_codes',
  'password.changed': 'password_changed',
  'password.reset': 'password_changed',
  'user.locked': 'account_locked',
};

test.each(auditEventTypes.map((type) => [type, always[type] ?? null] as const))('%s: %s', (type, kind) => {
  expect(mailKindOf(event(type))).toBe(kind);
});

test.each<[name: string, event: AuditEvent, kind: MailKind | null]>([
  ['a sign-in in a new browser', event('user.login', { detail: { new_browser: true } }), 'new_browser'],
  ['a sign-in in a known browser', event('user.login', { detail: { new_browser: false } }), null],
  ['something odd about the browser', event('user.login', { detail: { new_browser: 'yes' } }), null],
  [
    'the right password and too many codes',
    event('user.login_failed', { outcome: 'failure', detail: { because: 'too_many_codes' } }),
    'wrong_codes',
  ],
  ['a wrong password', event('user.login_failed', { outcome: 'failure', detail: { because: 'wrong_password' } }), null],
  ['the last code of the day', event('mfa.locked', { outcome: 'failure' }), 'wrong_codes'],
  ['a change that failed', event('mfa.disabled', { outcome: 'failure' }), null],
  ['what happened to no account', event('user.locked', { subjectId: null }), null],
  ['what an administrator did', event('mfa.reset', { actor: { type: 'cli', id: 'root' } }), 'mfa_reset'],
])('%s', (_name, happened, kind) => {
  expect(mailKindOf(happened)).toBe(kind);
});

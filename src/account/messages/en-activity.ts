/** The sentences of the activity page in English: one for every type of event there is, so that a new one needs words to compile. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';
import type { AuditEventType } from '../../audit/audit-event.js';

/** What a sentence may depend on. */
export interface ActivityFacts {
  readonly client: Inline | null;
  readonly because: string | null;
  readonly isEverywhere: boolean;
  readonly isFailure: boolean;
}

export type ActivityWords = Readonly<Record<AuditEventType, (facts: ActivityFacts) => string | Sentence>>;

const what: ActivityWords = {
  'user.login': ({ client }) => (client === null ? 'Signed in' : ['Signed in to ', client]),
  'user.login_failed': ({ because }) => {
    if (because === 'too_many_codes') return 'Sign-in ended after too many wrong codes';
    return because === 'account_not_active' ? 'Sign-in refused: the account was not active' : 'Wrong password';
  },
  'user.logout': () => 'Signed out',
  'user.created': () => 'Account created',
  'user.updated': () => 'Account details changed',
  'user.deleted': () => 'Account deleted',
  'user.locked': () => 'Sign-in locked after too many wrong passwords',
  'user.unlocked': () => 'Sign-in unlocked',
  'user.activated': () => 'Account activated',
  'user.compromise_reported': () => 'Reported: “This wasn’t me”',
  'password.changed': ({ isFailure }) =>
    isFailure ? 'Password not changed: the present one was wrong' : 'Password changed',
  'password.reset_requested': () => 'Asked for a new password',
  'password.reset': () => 'New password chosen by mail',
  'mfa.enabled': () => 'Authenticator app added',
  'mfa.disabled': () => 'Two-factor authentication turned off',
  'mfa.verified': () => 'Second factor confirmed',
  'mfa.failed': ({ because }) => (because === 'already_used' ? 'Code used a second time' : 'Wrong code'),
  'mfa.backup_code_used': () => 'Backup code used',
  'mfa.backup_codes_regenerated': () => 'New backup codes made',
  'mfa.factor_renamed': () => 'Authenticator app renamed',
  'mfa.factor_removed': () => 'Authenticator app removed',
  'mfa.reset': () => 'Second factor reset',
  'mfa.admin_enrolled': () => 'Second factor prepared for you',
  'mfa.locked': () => 'Codes blocked after too many wrong ones',
  'mfa.grace_login': () => 'Signed in before the second factor became required',
  'mfa.grace_extended': () => 'More time to set up a second factor',
  'mfa.reminded': () => 'Asked by mail to set up a second factor',
  'mfa.required_enrollment': () => 'Asked to set up a second factor',
  'token.issued': () => 'Access given for an emergency',
  'token.revoked': ({ client }) => (client === null ? 'Access ended' : ['Access ended for ', client]),
  'authorization.granted': ({ client }) => (client === null ? 'Access allowed' : ['Access allowed for ', client]),
  'authorization.denied': ({ client }) =>
    client === null ? 'Access not allowed' : ['Access not allowed for ', client],
  'authorization.revoked': ({ client }) => (client === null ? 'Access removed' : ['Access removed from ', client]),
  'session.revoked': ({ isEverywhere }) => (isEverywhere ? 'Signed out everywhere' : 'Session signed out'),
  'browser.forgotten': () => 'Browser forgotten',
  'client.created': () => 'Application registered',
  'client.updated': () => 'Application changed',
  'client.deleted': () => 'Application removed',
  'client.secret_rotated': () => 'Application’s secret renewed',
  'resource.created': () => 'Resource registered',
  'resource.updated': () => 'Resource changed',
  'resource.deleted': () => 'Resource removed',
  'admin.role_changed': () => 'Roles changed',
  'group.created': () => 'Group made',
  'group.updated': () => 'Group renamed',
  'group.deleted': () => 'Group removed',
  'group.joined': () => 'Added to a group',
  'group.left': () => 'Removed from a group',
  'policy.changed': () => 'Rules for second factors changed',
  'keys.rotated': () => 'Keys renewed',
};

/** The English catalogue that the other languages must match. */
export const enActivity = {
  title: 'Activity',
  back: 'Back to Security',
  means: 'What happened to your account, the newest first.',
  what,
  by: {
    administrator: 'by an administrator',
    server: 'by this server',
    application: (client: Inline | null): string | Sentence =>
      client === null ? 'by an application' : ['by ', client],
  },
  failed: 'Failed',
  newest: 'Newest',
  older: 'Older',
  pages: 'Pages',
  none: 'There is nothing here.',
};

export type ActivityMessages = typeof enActivity;

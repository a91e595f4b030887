/** What the audit log can say: a closed list of event types, and the shape of one event. */

/** Every type there is. A new one is added here first, so that filters, exports and documentation know it. */
export const auditEventTypes = [
  'user.login',
  'user.login_failed',
  'user.logout',
  'user.created',
  'user.updated',
  'user.deleted',
  'user.locked',
  'user.unlocked',
  'user.activated',
  'user.compromise_reported',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'mfa.enabled',
  'mfa.disabled',
  'mfa.verified',
  'mfa.failed',
  'mfa.backup_code_used',
  'mfa.backup_codes_regenerated',
  'mfa.factor_renamed',
  'mfa.factor_removed',
  'mfa.reset',
  'mfa.admin_enrolled',
  'mfa.locked',
  'mfa.grace_login',
  'mfa.grace_extended',
  'mfa.reminded',
  'mfa.required_enrollment',
  'token.issued',
  'token.revoked',
  'authorization.granted',
  'authorization.denied',
  'authorization.revoked',
  'session.revoked',
  'browser.forgotten',
  'client.created',
  'client.updated',
  'client.deleted',
  'client.secret_rotated',
  'resource.created',
  'resource.updated',
  'resource.deleted',
  'admin.role_changed',
  'group.created',
  'group.updated',
  'group.deleted',
  'group.joined',
  'group.left',
  'policy.changed',
  'keys.rotated',
] as const;

export type AuditEventType = (typeof auditEventTypes)[number];

/** Who did it. `anonymous`: someone who has not proved who they are. */
export interface AuditActor {
  readonly type: 'account' | 'client' | 'system' | 'cli' | 'anonymous';
  readonly id: string | null;
}

/** Where a request came from; the same for every event of one request. */
export interface AuditOrigin {
  readonly actor: AuditActor;
  readonly clientId?: string | null;
  readonly ip?: string | null;
  readonly userAgent?: string | null;
}

export interface AuditEvent extends AuditOrigin {
  readonly type: AuditEventType;
  /** Id of the account it happened to; null when it happened to none. */
  readonly subjectId: string | null;
  readonly outcome: 'success' | 'failure';
  /** Facts for people. Never a secret: see audit-detail. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

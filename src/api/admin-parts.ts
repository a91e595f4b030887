/** What the calls of administrators are made of, and the frame that every change of theirs stands in. */
import type { Account } from '../accounts/account.js';
import {
  type AdministrationDecision,
  type AdministrativeAct,
  decideAdministration,
} from '../accounts/administration.js';
import { type HeldAccounts, holdAdministered } from '../accounts/hold-administered-store.js';
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { AuditEvent, AuditEventType, AuditOrigin } from '../audit/audit-event.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { Problem } from '../http/problem.js';
import type { Factors } from '../mfa/factors.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import { type Access, type AdminMfaRule, decideAdminAccess, decideAdminChange } from './access.js';
import { accessProblem, accountNotFound } from './access-problem.js';
import type { AccessTokenInfo } from './access-token.js';
import { invalidToken } from './authenticate.js';
import { findUserRow } from './user-query-store.js';
import { type User, userFields } from './user-schema.js';
import { columnsOf, showUser } from './user-view.js';
import type { UserParts } from './users.js';

export interface AdminParts extends UserParts {
  readonly keyRing: KeyRing;
  readonly hasher: PasswordHasher;
  readonly factors: Pick<Factors, 'totpEnrolment'>;
  readonly settings: AdminMfaRule & Pick<Settings, 'passwordMinLength'>;
}

/** Throws what the token lacks. */
export function permit<Permitted extends { readonly ok: true }>(
  access: Permitted | Exclude<Access, { ok: true }>,
  audience: string,
): Permitted {
  if (!access.ok) throw accessProblem(access, audience);
  return access;
}

/** Reading what only administrators see. */
export function permitAdminRead(
  token: AccessTokenInfo,
  { rule, audience }: Pick<AdminParts, 'rule' | 'audience'>,
): void {
  permit(decideAdminAccess(token, 'admin:read', rule), audience);
}

export interface AdminChange extends AdministrativeAct {
  readonly token: AccessTokenInfo;
  /** From the path; undefined when the account is made by this change. */
  readonly targetId: string | undefined;
}

/** Both accounts as they are, locked until the change is committed. */
export interface AdminWork extends Pick<HeldAccounts, 'otherAdmins'> {
  readonly transaction: Connection;
  readonly target: Account;
}

/**
 * One transaction. Who asks and whom it is about are locked and decided upon again, so that an administrator who was demoted a moment
 * ago does nothing more, and nobody is changed who was made an administrator meanwhile. A Problem thrown by `work` undoes everything.
 */
export async function administer<T>(
  parts: AdminParts,
  change: AdminChange & { readonly targetId: string },
  work: (held: AdminWork) => Promise<T>,
): Promise<T> {
  const { token, targetId } = change;
  const { id: actorId } = permit(decideAdminChange(token, parts.rule), parts.audience).account;
  if (!change.onOneself && targetId.toLowerCase() === actorId) throw administrationProblem({ because: 'own_account' });
  if (!isUuid(targetId)) throw accountNotFound();
  return holdAdministered(
    parts.database,
    { actorId, targetId },
    async (transaction, { actor, target, otherAdmins }) => {
      const admin = presentAdmin(actor, token, parts);
      if (target === undefined) throw accountNotFound();
      permitAct(decideAdministration(admin, target, change));
      return work({ transaction, target, otherAdmins });
    },
  );
}

/** The same for an account that does not exist yet. */
export async function administerNew<T>(
  parts: AdminParts,
  { token, roles }: Pick<AdminChange, 'token' | 'roles'>,
  work: (transaction: Connection) => Promise<T>,
): Promise<T> {
  return administerInstallation(parts, token, async (transaction, admin) => {
    permitAct(decideAdministration(admin, undefined, { onOneself: false, roles }));
    return work(transaction);
  });
}

/** The same for what is nobody's account, such as a relying party: only who asks is locked. */
export async function administerInstallation<T>(
  parts: AdminParts,
  token: AccessTokenInfo,
  work: (transaction: Connection, admin: Account) => Promise<T>,
): Promise<T> {
  const { id: actorId } = permit(decideAdminChange(token, parts.rule), parts.audience).account;
  return holdAdministered(parts.database, { actorId, targetId: undefined }, async (transaction, { actor }) =>
    work(transaction, presentAdmin(actor, token, parts)),
  );
}

/** The administrator as the lock shows them: whatever ended their sessions meanwhile has ended this token too. */
function presentAdmin(actor: Account | undefined, token: AccessTokenInfo, { rule, audience }: AdminParts): Account {
  const isSame = actor !== undefined && actor.status === 'active' && actor.generation === token.account?.generation;
  if (!isSame) throw invalidToken(audience);
  return permit(decideAdminChange({ ...token, account: actor }, rule), audience).account;
}

function permitAct(decision: AdministrationDecision): void {
  if (!decision.ok) throw administrationProblem(decision);
}

function administrationProblem({ because }: Pick<Extract<AdministrationDecision, { ok: false }>, 'because'>): Problem {
  switch (because) {
    case 'own_account':
      return new Problem(403, 'own_account', 'Nobody can do this to their own account. Ask another administrator.');
    case 'super_admin_required':
      return new Problem(403, 'super_admin_required', 'Only a super_admin makes, changes or removes administrators.');
  }
}

/** What happened to an account, by whom and why. Acts by a break-glass token say so: no sign-in stands behind them. */
export function adminEvent(
  { token, origin }: { readonly token: AccessTokenInfo; readonly origin: () => AuditOrigin },
  type: AuditEventType,
  subjectId: string,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEvent {
  const marked = token.breakGlass ? { ...detail, break_glass: true } : detail;
  return { ...origin(), type, subjectId, outcome: 'success', detail: marked };
}

/** One statement: the account after the change, as `GET /api/users/{id}` shows it. */
export async function userAfter(
  transaction: Connection,
  id: string,
  { describeRequirement }: Pick<AdminParts, 'describeRequirement'>,
): Promise<Partial<User>> {
  const row = await findUserRow(transaction, id, columnsOf(userFields));
  if (row === undefined) throw accountNotFound();
  return showUser(row, userFields, describeRequirement);
}

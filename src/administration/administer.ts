/** The frame that every change by an administrator stands in, whether it came over the API or from a page. */
import type { Account } from '../accounts/account.js';
import { type AdministrationDecision, decideAdministration } from '../accounts/administration.js';
import { type HeldAccounts, holdAdministered } from '../accounts/hold-administered-store.js';
import type { AuditEvent, AuditEventType, AuditOrigin } from '../audit/audit-event.js';
import type { Connection, Database } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { Problem } from '../http/problem.js';
import { accountNotFound } from './administration-problems.js';

/** Who administers, as the door saw them: it has decided already that they may, and decides again when they are locked. */
export interface Administrator {
  readonly accountId: string;
  /**
   * The account as the lock shows it, if it may still administer with the same session or token. Throws Problem: whatever ended its
   * sessions meanwhile ends this act too.
   */
  present(locked: Account | undefined): Account;
  /** On whose behalf and from where, for audit events. */
  origin(): AuditOrigin;
  /** No sign-in stands behind it: whoever runs commands on the machine. */
  readonly isBreakGlass: boolean;
}

type MakeEvent = (type: AuditEventType, detail?: Readonly<Record<string, unknown>>) => AuditEvent;

/** Both accounts as they are, locked until the change is committed. */
export interface HeldUser extends Pick<HeldAccounts, 'otherAdmins'> {
  readonly transaction: Connection;
  readonly target: Account;
  /** What happened to the target, by this administrator. */
  readonly event: MakeEvent;
}

/** One thing that administrators do to an account. */
export interface UserAct<Input, Result> {
  /** Whether they may do it to themselves: what neither gives nor takes authority, nor a factor. */
  onOneself(input: Input): boolean;
  /** The roles that the account will have, where the act sets them. */
  roles?(input: Input): readonly string[] | undefined;
  /** Inside the transaction. A Problem undoes everything. */
  run(held: HeldUser, input: Input): Promise<Result>;
}

/**
 * One transaction. Who asks and whom it is about are locked and decided upon again, so that an administrator who was demoted a moment
 * ago does nothing more, and nobody is changed who was made an administrator meanwhile.
 * @param after what the caller wants to read of the account as the act left it, inside the transaction
 */
export async function perform<Input, Result, Answer>(
  database: Database,
  administrator: Administrator,
  { act, targetId, input }: { readonly act: UserAct<Input, Result>; readonly targetId: string; readonly input: Input },
  after: (held: HeldUser, result: Result) => Promise<Answer>,
): Promise<Answer> {
  const change = { onOneself: act.onOneself(input), roles: act.roles?.(input) };
  const actorId = administrator.accountId;
  if (!change.onOneself && targetId.toLowerCase() === actorId) throw administrationProblem({ because: 'own_account' });
  if (!isUuid(targetId)) throw accountNotFound();
  return holdAdministered(database, { actorId, targetId }, async (transaction, { actor, target, otherAdmins }) => {
    const admin = administrator.present(actor);
    if (target === undefined) throw accountNotFound();
    permitAct(decideAdministration(admin, target, change));
    const event = eventsAbout(administrator, target.id);
    const held = { transaction, target, otherAdmins, event };
    return after(held, await act.run(held, input));
  });
}

/** The same for an account that does not exist yet: with the id that it will have. */
export async function performNew<Answer>(
  database: Database,
  administrator: Administrator,
  { id, roles }: { readonly id: string; readonly roles: readonly string[] },
  work: (transaction: Connection, event: MakeEvent) => Promise<Answer>,
): Promise<Answer> {
  return performOnInstallation(database, administrator, async (transaction, admin) => {
    permitAct(decideAdministration(admin, undefined, { onOneself: false, roles }));
    return work(transaction, eventsAbout(administrator, id));
  });
}

/** The same for what is nobody's account, such as a relying party: only who asks is locked. */
export async function performOnInstallation<Answer>(
  database: Database,
  administrator: Pick<Administrator, 'accountId' | 'present'>,
  work: (transaction: Connection, admin: Account) => Promise<Answer>,
): Promise<Answer> {
  const held = { actorId: administrator.accountId, targetId: undefined };
  return holdAdministered(database, held, async (transaction, { actor }) =>
    work(transaction, administrator.present(actor)),
  );
}

/** Acts by a break-glass token say so: no sign-in stands behind them. */
function eventsAbout({ origin, isBreakGlass }: Administrator, subjectId: string): MakeEvent {
  return (type, detail = {}) => ({
    ...origin(),
    type,
    subjectId,
    outcome: 'success',
    detail: isBreakGlass ? { ...detail, break_glass: true } : detail,
  });
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

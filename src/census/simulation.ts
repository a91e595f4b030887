/** What a change of the rules would do, account by account, before it is made. Pure. */

import { isAdmin } from '../accounts/account.js';
import type { AccountRules } from '../accounts/account-rules.js';
import { isSuperAdmin } from '../accounts/administration.js';
import type { MfaPolicy } from '../mfa/policy.js';
import { mayAdminister } from '../mfa/working-administrators.js';
import { type Census, Tally } from './census.js';
import type { CountedAccount } from './census-store.js';
import type { RuleBook } from './rule-book-store.js';
import { type AccountStanding, type Standing, standingOf } from './standing.js';

/** An account whose standing would be another, or whose deadline. */
export interface AffectedAccount {
  readonly id: string;
  readonly from: Standing;
  readonly to: AccountStanding;
}

export interface AdministratorCounts {
  readonly admin: number;
  readonly super_admin: number;
}

export interface Simulation {
  readonly before: Census;
  readonly after: Census;
  /** Accounts that can sign in now, of which a second factor would newly be required: at once, or after a grace period. */
  readonly newlyOverdue: number;
  readonly newlyInGrace: number;
  /** Accounts without one of which it would no longer be required. */
  readonly released: number;
  /** Accounts that may wait before and after, but not as long, or longer. */
  readonly deadlineMoved: number;
  /** When the first of those that may wait then has to have one. */
  readonly firstDeadline: Date | null;
  /** Administrators who can sign in and have what is required of them. */
  readonly administrators: { readonly before: AdministratorCounts; readonly after: AdministratorCounts };
  /** Those hit hardest first; a sample of the rest. */
  readonly affected: readonly AffectedAccount[];
}

/** Affected accounts that are named: people read them. */
export const mostNamed = 100;

/** The rules as they would be about one account. The same selection as `accountRules` makes in SQL; a test compares the two. */
export function rulesUnder(book: RuleBook, { subject, groups, rolesGainedAt }: CountedAccount): AccountRules {
  const rules = book.rules.flatMap(({ id, ...rule }) => {
    if (rule.scope === 'group') {
      const membership = groups.find((group) => group.id === id);
      return membership === undefined ? [] : [{ ...rule, joinedAt: membership.joinedAt }];
    }
    if (rule.scope === 'role' && !subject.roles.includes(rule.name)) return [];
    const gainedAt = rolesGainedAt[rule.name];
    return [{ ...rule, joinedAt: gainedAt === undefined ? null : new Date(gainedAt) }];
  });
  return { rules, gracePeriodDays: book.gracePeriodDays };
}

/** Looks at accounts one at a time; its memory is that of two tallies and the accounts it names. */
export class Simulator {
  readonly #before = new Tally();
  readonly #after = new Tally();
  readonly #counts = { newlyOverdue: 0, newlyInGrace: 0, released: 0, deadlineMoved: 0 };
  readonly #administrators = { before: { admin: 0, super_admin: 0 }, after: { admin: 0, super_admin: 0 } };
  readonly #hit: AffectedAccount[] = [];
  readonly #others: AffectedAccount[] = [];
  #firstDeadline: Date | null = null;

  constructor(
    private readonly policy: MfaPolicy,
    private readonly book: RuleBook,
  ) {}

  look(account: CountedAccount, now: Date): void {
    const changed = { ...account, subject: { ...account.subject, rules: rulesUnder(this.book, account) } };
    const from = standingOf(account, this.policy, now);
    const to = standingOf(changed, this.policy, now);
    const names = account.groups.map(({ name }) => name);
    this.#before.count(from.standing, account.subject.roles, names);
    this.#after.count(to.standing, account.subject.roles, names);
    this.#countAdministrator(account, this.#administrators.before);
    this.#countAdministrator(changed, this.#administrators.after);
    this.#compare(account.id, from, to);
  }

  result(takenAt: Date): Simulation {
    return {
      before: this.#before.census(takenAt),
      after: this.#after.census(takenAt),
      ...this.#counts,
      firstDeadline: this.#firstDeadline,
      administrators: this.#administrators,
      affected: [...this.#hit, ...this.#others].slice(0, mostNamed),
    };
  }

  #countAdministrator(
    { status, hasPassword, subject }: CountedAccount,
    counts: { admin: number; super_admin: number },
  ) {
    if (status !== 'active' || !hasPassword || !isAdmin(subject) || !mayAdminister(subject, this.policy)) return;
    counts.admin += 1;
    if (isSuperAdmin(subject)) counts.super_admin += 1;
  }

  #compare(id: string, from: AccountStanding, to: AccountStanding): void {
    const { standing, deadline } = to;
    if (
      standing === 'in_grace' &&
      deadline !== null &&
      (this.#firstDeadline === null || deadline < this.#firstDeadline)
    ) {
      this.#firstDeadline = deadline;
    }
    if (from.standing === standing && from.deadline?.getTime() === deadline?.getTime()) return;
    if (from.standing !== standing && standing === 'overdue') this.#counts.newlyOverdue += 1;
    else if (from.standing !== standing && standing === 'in_grace') this.#counts.newlyInGrace += 1;
    else if (standing === 'exempt') this.#counts.released += 1;
    else this.#counts.deadlineMoved += 1;
    const named = standing === 'overdue' ? this.#hit : this.#others;
    if (named.length < mostNamed) named.push({ id, from: from.standing, to });
  }
}

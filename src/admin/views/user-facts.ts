/** What the page about one account is told. */
import type { Account } from '../../accounts/account.js';
import type { AdministrationDecision } from '../../accounts/administration.js';
import type { UserStanding } from '../../administration/user-standing-store.js';
import type { AuditEventJson } from '../../audit/event-list-store.js';
import type { DescribedRequirement } from '../../mfa/describe-requirement.js';
import type { MfaState } from '../../mfa/mfa-state.js';
import type { ListedSession } from '../../oidc/sessions.js';
import type { AdminPageContext } from '../admin-page-context.js';
import type { UserMessages } from '../messages/en-user.js';

/** What the page is about. */
export interface UserFacts {
  readonly user: Account;
  /** The database's time of the reading. */
  readonly now: Date;
  readonly requirement: DescribedRequirement;
  readonly mfa: MfaState;
  readonly standing: UserStanding;
  readonly sessions: readonly ListedSession[];
  readonly events: readonly AuditEventJson[];
  /** Whether whoever looks may do what nobody does to themselves. */
  readonly permission: AdministrationDecision;
}

export interface UserPageProps extends AdminPageContext, UserFacts {}

export interface PieceProps {
  readonly props: UserPageProps;
  readonly texts: UserMessages;
}

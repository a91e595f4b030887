/** Says who requires a second factor, and until when it can wait. */
import { UserText } from './elements.js';
import type { Messages } from './messages/en.js';
import type { RelyingParty } from './page-context.js';

/** Why a second factor is asked for. */
export interface Requirement {
  /** `relying_party`: this request or client demands it. `organization`: the policy, or an administrator's reset. */
  readonly by: 'organization' | 'relying_party';
  /** End of the grace period; absent when there is none. */
  readonly deadline?: Date | undefined;
}

/** One sentence, such as "Your organization requires this from 3 December (12 days left)." */
export function RequirementLine({
  requirement: { by, deadline },
  party,
  now,
  messages: { enrolment, formats },
}: {
  readonly requirement: Requirement;
  readonly party: RelyingParty;
  readonly now: Date;
  readonly messages: Messages;
}) {
  if (by === 'relying_party') {
    return <p class="requirement">{enrolment.requiredByParty(<UserText>{party.name}</UserText>)}</p>;
  }
  return <OrganizationRequirement deadline={deadline} now={now} messages={{ enrolment, formats }} />;
}

/** The same when it is the organization that requires it: on our own pages there is no relying party. */
export function OrganizationRequirement({
  deadline,
  now,
  messages: { enrolment, formats },
}: {
  readonly deadline: Date | undefined;
  readonly now: Date;
  readonly messages: Pick<Messages, 'enrolment' | 'formats'>;
}) {
  if (deadline === undefined) return <p class="requirement">{enrolment.requiredNow}</p>;
  const secondsLeft = (deadline.getTime() - now.getTime()) / 1000;
  const date = formats.day(deadline, now);
  return (
    <p class="requirement">
      {secondsLeft > 0 ? enrolment.requiredFrom(date, enrolment.timeLeft(secondsLeft)) : enrolment.requiredSince(date)}
    </p>
  );
}

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
  /** Of whom the organization requires it, when not of everybody. */
  readonly of?: RuledPeople | undefined;
}

/** The people whom a rule is about. */
export interface RuledPeople {
  readonly scope: 'role' | 'group';
  readonly name: string;
}

/** One sentence, such as "Your organization requires this from 3 December (12 days left)." */
export function RequirementLine({
  requirement: { by, deadline, of },
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
  return <OrganizationRequirement deadline={deadline} of={of} now={now} messages={{ enrolment, formats }} />;
}

/** The same when it is the organization that requires it: on our own pages there is no relying party. */
export function OrganizationRequirement({
  deadline,
  of,
  now,
  messages: { enrolment, formats },
}: {
  readonly deadline: Date | undefined;
  readonly of: RuledPeople | undefined;
  readonly now: Date;
  readonly messages: Pick<Messages, 'enrolment' | 'formats'>;
}) {
  const people = of && <UserText>{of.name}</UserText>;
  return (
    <p class="requirement">
      {sentence()}
      {of && people && <> {of.scope === 'role' ? enrolment.appliesToRole(people) : enrolment.appliesToGroup(people)}</>}
    </p>
  );

  function sentence(): string {
    if (deadline === undefined) return enrolment.requiredNow;
    const secondsLeft = (deadline.getTime() - now.getTime()) / 1000;
    const date = formats.day(deadline, now);
    return secondsLeft > 0
      ? enrolment.requiredFrom(date, enrolment.timeLeft(secondsLeft))
      : enrolment.requiredSince(date);
  }
}

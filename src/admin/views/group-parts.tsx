/** What the pages about groups have in common. */
import type { MfaLevel } from '../../accounts/account-rules.js';
import type { GroupMember } from '../../accounts/group-member-store.js';

/** A page of members, as pages take it. */
export interface ShownMembers {
  readonly members: readonly GroupMember[];
  readonly isFirst: boolean;
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

export function LevelWord({
  level,
  levels,
}: {
  readonly level: MfaLevel;
  readonly levels: Readonly<Record<MfaLevel, string>>;
}) {
  return <span class={`state-word ${level === 'required' ? 'good' : 'calm'}`}>{levels[level]}</span>;
}

/** What the pages about groups have in common. */
import type { MfaLevel } from '../../accounts/account-rules.js';
import type { GroupMember } from '../../accounts/group-member-store.js';
import type { GroupsMessages } from '../messages/en-groups.js';

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

/** The ways to the other pages of a list, where there are some. */
export function Pager({
  path,
  isFirst,
  next,
  texts,
}: {
  readonly path: string;
  readonly isFirst: boolean;
  readonly next: string | null;
  readonly texts: GroupsMessages;
}) {
  if (isFirst && next === null) return null;
  return (
    <nav class="pager" aria-label={texts.pages}>
      {!isFirst && <a href={path}>{texts.first}</a>}
      {next !== null && (
        <a href={`${path}?cursor=${next}`} rel="next">
          {texts.next}
        </a>
      )}
    </nav>
  );
}

/** The pieces of the page about one account: a fact, and the ways to the pages that change something. */
import type { ComponentChildren } from 'preact';
import type { AdministrationDecision } from '../../accounts/administration.js';
import type { UserMessages } from '../messages/en-user.js';

/** Why an act is not offered. */
type Refusal = keyof UserMessages['because'];

/** A line of a `dl`. */
export function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface ActLink {
  /** Last segment of the act's page. */
  readonly page: string;
  readonly name: string;
  readonly refusal: Refusal | undefined;
  readonly isDangerous?: boolean;
}

/** What is forbidden is shown as such, with the sentence that says why, and not hidden. */
export function ActLinks({
  id,
  texts,
  userId,
  acts,
}: {
  /** Where the sentences' ids begin. */
  readonly id: string;
  readonly texts: UserMessages;
  readonly userId: string;
  readonly acts: readonly ActLink[];
}) {
  const refusals = [...new Set(acts.flatMap(({ refusal }) => refusal ?? []))];
  const sentenceId = (refusal: Refusal) => `${id}-${refusal.replaceAll('_', '-')}`;
  return (
    <>
      <div class="acts">
        {acts.map(({ page, name, refusal, isDangerous }) =>
          refusal === undefined ? (
            <a
              key={page}
              class={`button secondary${isDangerous ? ' danger' : ''}`}
              href={`/admin/users/${userId}/${page}`}
            >
              {name}
            </a>
          ) : (
            <button key={page} class="secondary" type="button" disabled aria-describedby={sentenceId(refusal)}>
              {name}
            </button>
          ),
        )}
      </div>
      {refusals.map((refusal) => (
        <p key={refusal} class="hint" id={sentenceId(refusal)}>
          {texts.because[refusal]}
        </p>
      ))}
    </>
  );
}

export function permissionOf(permission: AdministrationDecision): Refusal | undefined {
  return permission.ok ? undefined : permission.because;
}

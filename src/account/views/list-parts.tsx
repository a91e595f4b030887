/** What the lists of an account are made of: an entry with a heading, lines about it, and what can be done with it. */
import type { ComponentChildren } from 'preact';
import { UserText } from '../../../interactions/views/elements.js';
import { deviceInWords } from '../../language/device-in-words.js';
import type { Locale } from '../../language/locale.js';
import type { AccountPageContext } from '../account-page-context.js';
import { AccountNavigation } from './account-navigation.js';

/** Navigation above, a way back below. */
export function ListPage({
  page,
  back,
  children,
}: {
  readonly page: AccountPageContext;
  readonly back: string;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      <AccountNavigation page={page} at="security" />
      {children}
      <p class="aside">
        <a href="/account/security">{back}</a>
      </p>
    </>
  );
}

/** A list with a heading, or the sentence that says that it is empty. */
export function Entries({
  id,
  title,
  means,
  none,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly none: string;
  readonly children: readonly ComponentChildren[];
}) {
  return (
    <>
      <h2 id={id}>{title}</h2>
      <p class="hint">{means}</p>
      {children.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul class="entries" aria-labelledby={id}>
          {children}
        </ul>
      )}
    </>
  );
}

export function Entry({
  name,
  badge,
  tone = 'calm',
  children,
}: {
  readonly name: ComponentChildren;
  readonly badge?: string | undefined;
  readonly tone?: 'calm' | 'bad';
  readonly children: ComponentChildren;
}) {
  return (
    <li class="entry">
      <p class={`entry-name ${tone}`}>
        <span>{name}</span> {badge !== undefined && <span class="badge">{badge}</span>}
      </p>
      {children}
    </li>
  );
}

/** A browser as people call it, at the beginning of a line. */
export function deviceAtStart(userAgent: string | null, locale: Locale): string {
  const words = deviceInWords(userAgent, locale);
  // Names of devices that begin with a small letter on purpose never come first: the browser does.
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

/** An address is read from left to right wherever it stands. */
export function Address({ children }: { readonly children: string }) {
  return <UserText>{children}</UserText>;
}

/** The document of every page of the console: the way from one to another, then the page. */
import type { ComponentChildren } from 'preact';
import { renderPage } from '../../../interactions/views/layout.js';
import type { AdminPageContext } from '../admin-page-context.js';
import { adminMessages } from '../messages/admin-catalogue.js';

/** Which of the main pages one is at, or under. */
export type ConsolePlace = 'dashboard' | 'users' | 'clients' | 'policy' | 'audit';

const paths: Readonly<Record<ConsolePlace, string>> = {
  dashboard: '/admin',
  users: '/admin/users',
  clients: '/admin/clients',
  policy: '/admin/policy',
  audit: '/admin/audit',
};

export interface ConsoleContent {
  /** Undefined: nowhere one can go. */
  readonly at: ConsolePlace | undefined;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function consolePage(props: AdminPageContext, { at, title, children }: ConsoleContent): string {
  const { navigation } = adminMessages(props.locale);
  return renderPage(props, {
    title,
    error: props.error,
    navigation: (
      <nav class="console-navigation" aria-label={navigation.label}>
        {at !== undefined &&
          (Object.keys(paths) as ConsolePlace[]).map((place) => (
            <a key={place} href={paths[place]} aria-current={place === at ? 'page' : undefined}>
              {navigation[place]}
            </a>
          ))}
        <a class="apart" href="/account">
          {navigation.own}
        </a>
        <a href="/logout">{navigation.signOut}</a>
      </nav>
    ),
    children,
  });
}

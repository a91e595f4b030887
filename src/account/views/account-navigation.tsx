/** The way from one account page to another, above each of them. */
import type { Locale } from '../../language/locale.js';
import type { AccountPageContext } from '../account-page-context.js';
import { enProfile, type ProfileMessages } from '../messages/en-profile.js';
import { nlProfile } from '../messages/nl-profile.js';

const catalogues: Readonly<Record<Locale, ProfileMessages>> = { en: enProfile, nl: nlProfile };

/** Every sentence of the profile page in one language. */
export function profileMessages(locale: Locale): ProfileMessages {
  return catalogues[locale];
}

export function AccountNavigation({
  page,
  at,
}: {
  readonly page: AccountPageContext;
  readonly at?: 'profile' | 'security';
}) {
  const { navigation } = profileMessages(page.locale);
  const current = (page: typeof at) => (page === at ? ('page' as const) : undefined);
  return (
    <nav class="account-navigation" aria-label={navigation.label}>
      <a href="/account" aria-current={current('profile')}>
        {navigation.profile}
      </a>
      <a href="/account/security" aria-current={current('security')}>
        {navigation.security}
      </a>
      {page.isAdministrator && <a href="/admin">{navigation.administration}</a>}
      <a href="/logout">{navigation.signOut}</a>
    </nav>
  );
}

/** What every page of an interaction is told: language, brand, relying party, where its form goes. */
import type { Context } from 'koa';
import { csrfToken } from '../src/http/csrf.js';
import { chooseLocale, type Locale } from '../src/language/locale.js';
import { ownPagesClientId } from '../src/oidc/own-pages-client.js';
import { interactionPath } from './finish.js';
import type { OpenInteraction } from './open-interaction.js';
import type { InteractionParts } from './parts.js';
import { messagesFor } from './views/messages/catalogue.js';
import type { InteractionProps } from './views/page-context.js';

export function interactionProps(ctx: Context, open: OpenInteraction, parts: InteractionParts): InteractionProps {
  const { client, uid } = open;
  const locale = localeOf(ctx, open);
  return {
    locale,
    brand: { name: parts.settings.mfaIssuer },
    relyingParty: {
      name: partyNameOf(client, locale),
      logoUrl: client.logoUri,
      policyUrl: client.policyUri,
      termsUrl: client.tosUri,
    },
    action: interactionPath(uid),
    csrf: csrfToken(parts.keyRing, uid),
  };
}

/** Our own pages are called by their name in the person's language; others as they are registered. */
export function partyNameOf(
  { clientId, clientName }: Pick<OpenInteraction['client'], 'clientId' | 'clientName'>,
  locale: Locale,
): string {
  return clientId === ownPagesClientId ? messagesFor(locale).home.account : (clientName ?? clientId);
}

/** The relying party's wish goes before the browser's. */
export function localeOf(ctx: Context, { details }: OpenInteraction): Locale {
  const { ui_locales: uiLocales } = details.params;
  return chooseLocale({
    uiLocales: typeof uiLocales === 'string' ? uiLocales : undefined,
    acceptLanguage: ctx.req.headers['accept-language'],
  });
}

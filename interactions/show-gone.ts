/** Shows that a sign-in cannot go on here: it is over, or its cookie is lost or in another browser. */

import type { Context } from 'koa';
import { sendPage } from '../src/http/send-page.js';
import { chooseLocale } from '../src/language/locale.js';
import { partyNameOf } from './page-props.js';
import type { InteractionParts } from './parts.js';
import { expiredPage } from './views/expired-page.js';

export async function showGone(
  ctx: Context,
  uid: string,
  { provider, settings }: Pick<InteractionParts, 'provider' | 'settings'>,
): Promise<void> {
  // The cookie is cleared at the end and forgotten after an hour, so only the database knows whether it should be there.
  const interaction = await provider.Interaction.find(uid);
  const client = interaction && (await provider.Client.find(String(interaction.params.client_id)));
  const locale = chooseLocale({ acceptLanguage: ctx.req.headers['accept-language'] });
  const html = expiredPage({
    locale,
    brand: { name: settings.mfaIssuer },
    relyingParty: client && { name: partyNameOf(client, locale) },
    because: interaction === undefined ? 'over' : 'other_browser',
    startAgainUrl: client?.clientUri,
  });
  sendPage(ctx, html, 410);
}

/** The sentences of the page of connected applications, in Dutch. */
import type { AppsMessages } from './en-apps.js';

export const nlApps: AppsMessages = {
  title: 'Verbonden toepassingen',
  back: 'Terug naar Beveiliging',
  means:
    'Toepassingen waarbij je hebt ingelogd of die je iets hebt toegestaan. Toegang die je intrekt, eindigt meteen; een dienst die een toepassing gebruikt, merkt het soms pas tien minuten later.',
  may: 'Deze mag:',
  firstParty: 'Van deze organisatie',
  firstPartyMeans: 'Er wordt je niets gevraagd voordat deze wordt verbonden. Als je er inlogt, is die weer verbonden.',
  since: (when) => ['Sinds ', when],
  lastUsed: (when) => ['Laatst gebruikt op ', when],
  remove: 'Toegang intrekken',
  which: (name) => `: ${name}`,
  none: 'Er is geen toepassing met je account verbonden.',
  removed: 'De toegang is ingetrokken.',
};

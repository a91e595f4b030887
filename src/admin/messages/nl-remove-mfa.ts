/** The sentences of the pages that take somebody's second factors away, in Dutch. */
import type { RemoveMfaMessages } from './en-remove-mfa.js';

export const nlRemoveMfa: RemoveMfaMessages = {
  disable: {
    title: 'MFA uitschakelen',
    means: (name) => [
      'Alle tweede factoren en back-upcodes van ',
      name,
      ' verdwijnen, en elke sessie en de toegang van elke toepassing eindigen.',
    ],
    afterwards:
      'Daarna is inloggen met alleen het wachtwoord mogelijk, tenzij het beleid een tweede factor vereist: dan wordt die bij de volgende keer inloggen ingesteld. Uitstel dat voorbij is, komt niet terug.',
    button: 'MFA uitschakelen',
  },
  reset: {
    title: 'MFA resetten',
    means: (name) => [
      'Alle tweede factoren en back-upcodes van ',
      name,
      ' verdwijnen, en elke sessie en de toegang van elke toepassing eindigen.',
    ],
    afterwards: 'Bij de volgende keer inloggen moet eerst een nieuwe worden ingesteld, wat het beleid ook zegt.',
    button: 'MFA resetten',
  },
  sure: 'Ga na of het echt deze persoon is die erom vraagt: bel terug op een nummer dat je al kende. Wie het wachtwoord heeft en jou hiertoe overhaalt, bezit het account.',
  told: 'De persoon krijgt er een mail over.',
  back: 'Terug, niets wijzigen',
};

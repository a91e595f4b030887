/** The sentences of the page of sessions and known browsers, in Dutch. */
import type { SessionsMessages } from './en-sessions.js';

export const nlSessions: SessionsMessages = {
  title: 'Waar je bent ingelogd',
  back: 'Terug naar Beveiliging',
  here: 'Deze browser',
  sessions: {
    title: 'Sessies',
    means: 'Een sessie uitloggen beëindigt ook de toegang die toepassingen van daaruit kregen.',
    signedIn: (when) => ['Ingelogd op ', when],
    from: (address) => ['Vanaf ', address],
    lastUsed: (when) => ['Laatst gebruikt op ', when],
    applications: (names) => ['Toepassingen: ', ...names],
    signOut: 'Uitloggen',
    onlyHere: 'Je bent nergens anders ingelogd.',
  },
  everywhere: {
    title: 'Herken je iets niet?',
    means:
      'Overal uitloggen beëindigt alle andere sessies en de toegang van alle toepassingen, en vergeet alle andere browsers. Wijzig daarna je wachtwoord.',
    hereToo: 'Ook uitloggen in deze browser',
    button: 'Overal uitloggen',
  },
  browsers: {
    title: 'Bekende browsers',
    means:
      'Browsers waarmee je hebt ingelogd. Ze zijn daarmee niet ingelogd, maar als je met een andere inlogt, krijg je bericht. Foute codes van anderen blokkeren de browsers niet die door je tweede factor zijn gekomen.',
    firstSeen: (when) => ['Voor het eerst gezien op ', when],
    lastUsed: (when) => ['Laatst ingelogd op ', when],
    passwordOnly: 'Tot nu toe zonder je tweede factor',
    forget: 'Deze browser vergeten',
    none: 'Er is geen browser bekend.',
  },
  which: (device) => `: ${device}`,
  notices: {
    session: 'De sessie is uitgelogd.',
    everywhere: 'Je bent overal elders uitgelogd.',
    browser: 'De browser is vergeten.',
  },
};

/** The sentences of the security page and of the pages that change second factors, in Dutch. */
import { formatsFor } from '../../language/formats.js';
import type { SecurityMessages } from './en-security.js';

const { count } = formatsFor('nl');
const codes = { one: 'back-upcode', other: 'back-upcodes' };

export const nlSecurity: SecurityMessages = {
  title: 'Beveiliging',
  back: 'Terug naar beveiliging',
  cancel: 'Annuleren',
  state: {
    on: 'Tweestapsverificatie staat aan',
    since: (date) => ` sinds ${date}`,
    codesLeft: (left) => ` · nog ${count(left, codes)}`,
    off: 'Tweestapsverificatie staat uit',
    offMeans: 'Wie je wachtwoord kent, kan als jou inloggen. Met een tweede stap is ook je telefoon nodig.',
  },
  enable: 'Tweestapsverificatie inschakelen',
  disable: 'Tweestapsverificatie uitschakelen',
  notEnabled: 'Tweestapsverificatie staat niet aan',
  notEnabledHelp: 'Hier valt niets te wijzigen: je account heeft geen tweede stap.',
  cannotDisable: {
    required_by_policy:
      'Je organisatie stelt een tweede stap verplicht voor je account, dus die kan niet uit. Heb je een nieuwe telefoon, voeg die dan eerst toe en verwijder daarna de oude.',
    self_disable_off:
      'Op deze server kun je dit niet zelf uitzetten. Heb je een nieuwe telefoon, voeg die dan eerst toe en verwijder daarna de oude. Vraag voor al het andere een beheerder.',
  },
  apps: {
    title: 'Authenticator-apps',
    added: (date) => `Toegevoegd op ${date}`,
    used: (date) => `laatst gebruikt op ${date}`,
    unused: 'nog niet gebruikt',
    rename: 'Naam wijzigen',
    remove: 'Verwijderen',
    which: (name) => ` van ${name}`,
    add: 'Nog een app toevoegen',
    tooMany: (most) => `Je hebt ${most} apps; meer kan niet. Verwijder er eerst een om een andere toe te voegen.`,
  },
  codes: {
    title: 'Back-upcodes',
    left: (left) => `Je hebt nog ${count(left, codes)}. Elke code werkt één keer, als je je telefoon niet bij je hebt.`,
    few: 'Maak nieuwe voordat ze op zijn.',
    none: 'Je hebt geen back-upcodes meer. Zonder kun je niet inloggen als je je telefoon kwijt bent.',
    makeNew: 'Nieuwe back-upcodes maken',
    unconfirmed:
      'Je nieuwste codes zijn één keer getoond en kunnen niet nog eens worden getoond. Heb je ze bewaard, zeg dat dan hier. Zo niet, maak dan nieuwe.',
    confirm: 'Ik heb ze bewaard',
  },
  password: { title: 'Wachtwoord', change: 'Je wachtwoord wijzigen' },
  more: {
    title: 'Waar je account wordt gebruikt',
    sessions: 'Browsers en sessies',
    sessionsHint: 'Waar je bent ingelogd, en elders uitloggen.',
    apps: 'Verbonden toepassingen',
    appsHint: 'Toepassingen die je toegang hebt gegeven.',
    activity: 'Activiteit',
    activityHint: 'Wat er is gebeurd, wanneer en vanwaar.',
  },
  done: {
    added: 'De app is toegevoegd. Andere browsers en toepassingen zijn uitgelogd.',
    renamed: 'De naam van de app is gewijzigd.',
    removed: 'De app is verwijderd: de codes ervan werken niet meer. Andere browsers en toepassingen zijn uitgelogd.',
    disabled: 'Tweestapsverificatie is uitgezet. Andere browsers en toepassingen zijn uitgelogd.',
    codes_saved: 'Goed. Bewaar je back-upcodes op een plek die alleen jij kent.',
  },
  add: {
    title: 'Een authenticator-app toevoegen',
    why: 'Je huidige apps blijven werken. Je wachtwoord wordt gevraagd zoals nu, en de code van elk van je apps is goed.',
    endsSessions:
      'Zodra je een code verifieert, worden andere browsers en toepassingen uitgelogd. Deze browser blijft ingelogd.',
  },
  shownCodes: {
    onceMore: 'Als je doorgaat, wordt nog één keer om een code gevraagd: vanaf nu heeft dit account er een nodig.',
  },
  rename: {
    title: 'Naam van een app wijzigen',
    name: 'Naam',
    hint: 'Zo herken je hem, bijvoorbeeld ‘Werktelefoon’.',
    submit: 'Opslaan',
    missing: 'Vul een naam in.',
    taken: 'Je hebt al een andere app met deze naam. Kies een andere.',
  },
  remove: {
    title: 'Een app verwijderen',
    which: (name) => ['Je staat op het punt om ', name, ' te verwijderen.'],
    means:
      'Codes uit deze app werken meteen niet meer, en andere browsers en toepassingen worden uitgelogd. Je andere apps en je back-upcodes blijven.',
    submit: 'Deze app verwijderen',
  },
  turnOff: {
    title: 'Tweestapsverificatie uitschakelen',
    means: 'Wat er gebeurt',
    effects: [
      'Daarna beschermt alleen je wachtwoord dit account.',
      'Al je authenticator-apps en back-upcodes werken meteen niet meer.',
      'Andere browsers en toepassingen worden uitgelogd. Deze browser blijft ingelogd.',
    ],
    newPhone: 'Wissel je alleen van telefoon? Voeg dan de nieuwe toe en verwijder daarna de oude.',
    newPhoneLink: 'Een authenticator-app toevoegen',
  },
  renew: {
    title: 'Nieuwe back-upcodes maken',
    means: 'De codes die je nu hebt, werken dan meteen niet meer, en andere browsers en toepassingen worden uitgelogd.',
    submit: 'Nieuwe codes maken',
    needsApp: 'Gebruik een code uit je app',
    needsAppHelp: 'Met een back-upcode kun je geen nieuwe maken. De code is niet verbruikt.',
  },
  proof: {
    label: 'Verificatiecode',
    either: 'Uit je authenticator-app, of een van je back-upcodes.',
    app: 'Zes cijfers, uit je authenticator-app. Geen back-upcode.',
  },
};

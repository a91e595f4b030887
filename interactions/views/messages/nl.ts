/** Every sentence of the interaction pages in Dutch. A key that is missing or too many does not compile. */

import { formatsFor } from '../../../src/language/formats.js';
import type { Messages } from './en.js';
import { nlBackupCodeQuestion } from './nl-backup-code-question.js';
import { nlFactors } from './nl-factors.js';

const { duration, day, fullDate } = formatsFor('nl');

/** The Dutch catalogue. */
export const nl: Messages = {
  ...nlFactors,
  backupCodeQuestion: nlBackupCodeQuestion,
  direction: 'ltr',
  errorPrefix: 'Fout: ',
  continueTo: (party) => ['Doorgaan naar ', party],
  formats: { duration, day, fullDate },

  acts: {
    cancel: 'Annuleren',
    switchAccount: 'Inloggen met een ander account',
    signOut: 'Uitloggen',
    continue: 'Doorgaan',
    copy: 'Kopiëren',
    copied: 'Gekopieerd',
    print: 'Afdrukken',
    showPassword: { visible: 'Toon', rest: ' wachtwoord' },
  },
  account: { label: 'Account', signedInAs: 'Je logt in als' },

  password: {
    title: 'Inloggen',
    reauthenticate: 'Voer voor de veiligheid je wachtwoord nog een keer in.',
    email: 'E-mailadres',
    password: 'Wachtwoord',
    submit: 'Inloggen',
    forgot: 'Wachtwoord vergeten?',
    signUp: 'Account aanmaken',
    help: 'Hulp bij het inloggen',
    refused: 'Het e-mailadres of het wachtwoord klopt niet.',
    locked: (seconds) => `Te veel pogingen. Probeer het over ${duration(seconds)} opnieuw.`,
    emailMissing: 'Vul je e-mailadres in.',
    passwordMissing: 'Vul je wachtwoord in.',
  },

  consent: {
    title: 'Toegang geven?',
    asks: (party) => [party, ' wil:'],
    scopes: {
      openid: 'weten wie je op deze server bent',
      profile: 'je naam zien',
      email: 'je e-mailadres zien',
      offline_access: 'verbonden blijven als je er niet bij bent',
      account: 'je eigen account en de beveiliging ervan zien',
      'admin:read': 'alle accounts van deze server zien, voor zover jij dat mag',
      admin: 'deze server beheren, voor zover jij dat mag',
    },
    otherScope: (scope, resource) => [scope, ' gebruiken bij ', resource],
    remembered: 'Voor dezelfde toegang wordt dit niet nog eens gevraagd.',
    privacy: 'Privacybeleid',
    terms: 'Voorwaarden',
    allow: 'Toestaan',
    deny: 'Weigeren',
  },

  notices: {
    tooManyCodes: 'Te veel onjuiste codes. Log opnieuw in.',
    signInAgain: 'Het inloggen duurde te lang of er is iets veranderd. Log opnieuw in.',
    enabled: 'Tweestapsverificatie staat aan.',
  },

  failures: {
    invalid_request: {
      title: 'Dit verzoek kan niet worden verwerkt',
      sentence:
        'De toepassing heeft een verzoek gestuurd dat deze server niet aanvaardt. Ga terug en probeer het opnieuw.',
    },
    not_found: {
      title: 'Pagina niet gevonden',
      sentence: 'Op dit adres is niets te vinden. Begin bij de toepassing die je wilt gebruiken.',
    },
    forbidden: {
      title: 'Dit is niet toegestaan',
      sentence: 'Het verzoek kwam niet van een pagina van deze server, of je mag dit niet doen.',
    },
    too_many_requests: { title: 'Te veel verzoeken', sentence: 'Wacht even en probeer het opnieuw.' },
    too_large: { title: 'Dat is te veel', sentence: 'Wat is verstuurd, is groter dan deze pagina aanneemt.' },
    unavailable: {
      title: 'Nu niet beschikbaar',
      sentence: 'De server kan op dit moment niet antwoorden. Er is niets verloren: probeer het zo meteen opnieuw.',
    },
    internal: { title: 'Er ging iets mis', sentence: 'De fout ligt bij ons. Probeer het later opnieuw.' },
  },
  errorPage: {
    retryIn: (seconds) => `Probeer het over ${duration(seconds)} opnieuw.`,
    requestId: 'Verzoek',
    technical: 'Voor wie het onderzoekt',
  },

  expired: {
    title: 'Deze pagina is verlopen',
    over: 'Je bent hier al klaar met inloggen, of het duurde te lang. Ga terug naar de toepassing en log opnieuw in als die daarom vraagt.',
    other_browser:
      'Het inloggen is in een andere browser begonnen, of cookies staan uit. Ga terug naar de toepassing en log opnieuw in.',
    other_tab: 'Dit formulier is al verstuurd, of een ander tabblad heeft het vervangen. Open de pagina opnieuw.',
    backTo: (party) => `Terug naar ${party}`,
  },

  goOn: { title: 'Een ogenblik', sentence: 'Druk op de knop om door te gaan.' },

  logout: {
    title: 'Uitloggen?',
    question: (brand) => ['Wil je uitloggen bij ', brand, '?'],
    yes: 'Uitloggen',
    stay: 'Ingelogd blijven',
    doneTitle: 'Je bent uitgelogd',
    done: 'Je kunt deze pagina sluiten.',
    doneFrom: (party) => ['Je bent uitgelogd bij ', party, '. Je kunt deze pagina sluiten.'],
  },

  device: {
    title: 'Een apparaat verbinden',
    intro: 'Voer de code in die je apparaat toont.',
    code: 'Code op je apparaat',
    submit: 'Doorgaan',
    errors: {
      wrong_code: 'Die code klopt niet of is verlopen. Kijk op je apparaat en probeer het opnieuw.',
      aborted: 'Je hebt het inloggen gestopt. Het apparaat is niet verbonden.',
      failed: 'Er ging iets mis. Probeer het opnieuw.',
    },
    confirmTitle: 'Is dit je apparaat?',
    confirm: (client) => [client, ' wil op een apparaat met jouw account inloggen.'],
    compare: 'Je apparaat moet deze code tonen:',
    warning: 'Ga alleen door als je dit zelf bent begonnen en de codes gelijk zijn.',
    abort: 'Annuleren',
    successTitle: 'Je apparaat is verbonden',
    success: (client) => ['Je bent ingelogd bij ', client, '. Je kunt deze pagina sluiten.'],
  },

  home: {
    title: 'Welkom',
    what: 'Deze server laat mensen inloggen bij toepassingen, met een tweede stap.',
    start: 'Hier hoef je niets te doen: begin bij de toepassing die je wilt gebruiken.',
    account: 'Je account',
    discovery: 'OpenID Connect-configuratie',
  },
};

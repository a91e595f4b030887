/** The sentences about second factors in Dutch: challenge, enrolment, backup codes, reminder. */

import { formatsFor } from '../../../src/language/formats.js';
import type { FactorMessages } from './en-factors.js';

const { count, duration, fullDate } = formatsFor('nl');
const attempts = { one: 'poging', other: 'pogingen' };
const daysForms = { one: 'dag', other: 'dagen' };

/** The part of the Dutch catalogue about second factors. */
export const nlFactors: FactorMessages = {
  challenge: {
    totpTitle: 'Voer je verificatiecode in',
    backupTitle: 'Voer een back-upcode in',
    lookFor: (issuer) => ['Voer de code uit je authenticator-app in. Zoek naar ', issuer, '.'],
    lookForIn: (app, issuer) => ['Voer de code uit je authenticator-app ', app, ' in. Zoek naar ', issuer, '.'],
    backupHint:
      'Voer een van de back-upcodes in die je bij het instellen van tweestapsverificatie hebt bewaard. Elke code werkt één keer.',
    codeLabel: 'Verificatiecode',
    codeHint: 'Zes cijfers. Elke 30 seconden verschijnt een nieuwe code.',
    backupLabel: 'Back-upcode',
    backupShape: (example) => ['Zo ziet een code eruit: ', example, '.'],
    submit: 'Verifiëren',
    useBackupCode: 'Een back-upcode gebruiken',
    useApp: 'Je authenticator-app gebruiken',
  },

  codeErrors: {
    invalid: 'Ongeldige verificatiecode',
    alreadyUsed: (seconds) => `Deze code is al gebruikt. Wacht ${duration(seconds)} op de volgende en voer die in.`,
    wrongLength: (expected, typed) =>
      `De code heeft ${expected} cijfers; je hebt er ${typed} ingevoerd. Komt hij uit de juiste app?`,
    clockSlow: (minutes) =>
      `De klok van je telefoon loopt ongeveer ${duration(minutes * 60)} achter. Zet hem op automatisch en probeer het opnieuw.`,
    clockFast: (minutes) =>
      `De klok van je telefoon loopt ongeveer ${duration(minutes * 60)} voor. Zet hem op automatisch en probeer het opnieuw.`,
    backupCodeUsed: 'Back-upcode al gebruikt',
    backupCodeUsedHelp: 'Elke back-upcode werkt één keer. Voer een andere in.',
    missing: 'Vul de code in.',
    attemptsLeft: (left) => `Je hebt nog ${count(left, attempts)}; daarna moet je opnieuw inloggen.`,
    blocked: (seconds) => `Te veel onjuiste codes. Probeer het over ${duration(seconds)} opnieuw.`,
    blockedForGood: 'Te veel onjuiste codes. Een beheerder moet je account deblokkeren.',
    blockedHelp: 'Een back-upcode werkt misschien nog wel. Ook een beheerder kan je helpen.',
    notEnabled: 'Tweestapsverificatie staat niet aan',
  },

  help: {
    title: 'Lukt het niet?',
    clock: {
      question: 'Mijn codes worden niet geaccepteerd',
      answer:
        'Codes hangen af van de tijd. Laat je telefoon in de instellingen datum en tijd automatisch instellen. Voer daarna de code in die je nu ziet.',
    },
    newPhone: {
      question: 'Ik heb een nieuwe telefoon',
      answer:
        'Heb je de oude telefoon nog, gebruik dan de code daarvan. Is je app met een back-up overgezet, kijk dan daar. Log anders in met een back-upcode. Voeg daarna de nieuwe telefoon toe in je account, onder Beveiliging.',
    },
    lostPhone: {
      question: 'Ik ben mijn telefoon kwijt',
      answer:
        'Log in met een van je back-upcodes. Voeg daarna een andere telefoon toe in je account, onder Beveiliging, en verwijder de verloren telefoon.',
    },
    administrator: {
      question: 'Ik heb geen telefoon en geen back-upcodes',
      answer: 'Vraag een beheerder van je organisatie. Die kan je tweestapsverificatie opnieuw instellen.',
    },
    more: 'Meer hulp bij het inloggen',
  },

  enrolment: {
    title: 'Tweestapsverificatie instellen',
    why: 'Naast je wachtwoord voer je dan een code in uit een app op je telefoon. Met alleen je wachtwoord komt niemand binnen.',
    requiredFrom: (from, left) => `Je organisatie stelt dit verplicht vanaf ${from} (nog ${left}).`,
    requiredSince: (since) => `Je organisatie stelt dit sinds ${since} verplicht.`,
    requiredNow: 'Je organisatie stelt dit verplicht.',
    appliesToRole: (role) => ['Dit geldt voor iedereen met de rol ', role, '.'],
    appliesToGroup: (group) => ['Dit geldt voor iedereen in de groep ', group, '.'],
    requiredByParty: (party) => [party, ' stelt dit verplicht.'],
    timeLeft: (seconds) => (seconds < 86_400 ? duration(seconds) : count(Math.ceil(seconds / 86_400), daysForms)),
    nameStep: 'Geef je app een naam',
    nameOptional: '(niet verplicht)',
    nameHint: 'Zo herken je hem later, bijvoorbeeld ‘Werktelefoon’.',
    scanStep: 'Voeg dit account toe aan je authenticator-app',
    scanHint: 'Elke authenticator-app is goed. Scan er de afbeelding mee, of typ de sleutel over.',
    qrAlt: (account, issuer) => `QR-code die ${account} bij ${issuer} aan je authenticator-app toevoegt`,
    openApp: 'Openen in een authenticator-app op dit apparaat',
    keyLabel: 'Sleutel',
    keyType: 'Type',
    keyTypeValue: 'Op basis van tijd (TOTP)',
    digits: 'Cijfers',
    period: 'Interval',
    periodValue: (seconds) => duration(seconds),
    codeStep: 'Voer de code in die de app toont',
    submit: 'Verifiëren',
    leaving: 'Er verandert niets totdat je een code hebt geverifieerd.',
    expired: 'De tijd voor het instellen is verstreken. Begin opnieuw.',
    expiredHelp: 'De getoonde sleutel werkt niet meer. Je kunt hem uit je app verwijderen.',
    restart: 'Opnieuw beginnen',
  },

  handedOver: {
    title: 'Bevestig je authenticator-app',
    intro: (issuer) => [
      'Je beheerder heeft een authenticator-app voor je ingesteld. Voer de code in die de app toont voor ',
      issuer,
      '.',
    ],
    codeHint:
      'Zes cijfers. Staat de app nog niet op je telefoon, voeg hem dan toe met de sleutel die je hebt gekregen.',
    without: 'Heb je de sleutel niet? Vraag je beheerder om de app opnieuw in te stellen.',
  },

  backupCodes: {
    title: 'Bewaar je back-upcodes',
    intro: 'Bewaar deze back-upcodes. Elke code werkt één keer.',
    why: 'Met zo’n code kun je inloggen als je je telefoon niet bij je hebt. Ze worden niet nog een keer getoond.',
    listLabel: 'Back-upcodes',
    download: 'Downloaden',
    saved: 'Ik heb deze codes bewaard',
    savedMissing: 'Bewaar eerst de codes en vink dan het vakje aan.',
    goneTitle: 'Je back-upcodes',
    gone: 'De codes zijn één keer getoond en kunnen niet nog eens worden getoond.',
    goneHelp: 'Heb je ze bewaard, ga dan door. Zo niet, maak dan nieuwe codes; de oude werken daarna niet meer.',
    makeNew: 'Nieuwe codes maken',
    file: {
      heading: (issuer) => `Back-upcodes voor ${issuer}`,
      account: (account) => `Account: ${account}`,
      date: (date) => `Gemaakt op: ${fullDate(date)}`,
      note: 'Elke code werkt één keer. Bewaar ze op een plek die alleen jij kent.',
    },
  },

  reminder: {
    title: 'Bescherm je account',
    encouraged: 'We raden een tweede stap aan: die houdt anderen buiten, zelfs als ze je wachtwoord kennen.',
    required: 'Vanaf dan kun je zonder niet meer inloggen. Het kost ongeveer twee minuten.',
    setUpNow: 'Nu instellen',
    notNow: 'Niet nu',
  },
};

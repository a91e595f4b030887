/** The sentences of the pages that change one account, in Dutch. */
import type { UserActsMessages } from './en-user-acts.js';

export const nlUserActs: UserActsMessages = {
  about: 'Account:',
  back: 'Terug, niets wijzigen',
  backToUser: 'Terug naar het account',
  enrol: {
    title: 'MFA instellen',
    means:
      'Maakt een sleutel voor een authenticator-app, die je overhandigt: stel de app in op de telefoon van de persoon, of geef de sleutel. Nooit per mail.',
    afterwards:
      'Bij de volgende keer inloggen wordt na het wachtwoord om de eerste code van deze app gevraagd, en krijgt de persoon back-upcodes. Tot dan wordt voor dit account niets uitgegeven. De sleutel wacht zeven dagen.',
    told: 'De persoon krijgt er een mail over.',
    replaces:
      'Er wacht al een app die overhandigd is. Een andere sleutel komt in de plaats: de overhandigde werkt dan niet meer.',
    button: 'Een sleutel maken',
    shownTitle: 'Overhandig deze sleutel',
    once: 'Deze sleutel wordt één keer getoond. Als je deze pagina verlaat, is hij weg, en moet er een nieuwe worden gemaakt.',
    expires: (when) => ['Hij wacht op de eerste code tot ', when, '.'],
    done: 'De sleutel is overhandigd',
  },
  grace: {
    title: 'Uitstel verlengen',
    means: 'Tot het einde van deze dag kan het account inloggen zonder de tweede factor die het beleid vereist.',
    ends: 'Het eindigt eerder met de eerste factor, en met een reset.',
    now: (when) => ['Zoals het nu is, eindigt het uitstel ', when, '.'],
    over: (when) => ['Het uitstel eindigde ', when, '.'],
    notRequired: 'Van dit account wordt nu geen tweede factor vereist.',
    until: 'Laatste dag',
    untilHint: 'Hoogstens 90 dagen vanaf vandaag. De dag eindigt om middernacht UTC.',
    untilBad: 'Kies een dag in de komende 90 dagen.',
    button: 'Verlengen',
  },
  unlock: {
    title: 'Deblokkeren',
    means:
      'Vergeet verkeerde wachtwoorden en codes, waar ze ook vandaan kwamen: er kan meteen weer worden geprobeerd in te loggen.',
    lookFirst:
      'Kijk eerst in het auditlogboek. Wie bij de code werd tegengehouden, kende het wachtwoord: dan moet ook het wachtwoord worden gewijzigd.',
    button: 'Deblokkeren',
  },
  sessions: {
    title: 'Uitloggen',
    means: 'Een sessie uitloggen beëindigt ook de toegang van elke toepassing vanaf daar.',
    none: 'Dit account is nergens ingelogd.',
    column: 'Beëindigen',
    button: 'Uitloggen',
    which: (device, from) => `: ${device}${from === '' ? '' : `, ${from}`}`,
    everywhere: 'Overal uitloggen',
    everywhereMeans:
      'Beëindigt alle sessies en de toegang van elke toepassing, vergeet alle bekende browsers, en beëindigt lopende pogingen om in te loggen.',
    ownToo: 'Dit is je eigen account: ook deze sessie eindigt.',
  },
  change: {
    title: 'Het account wijzigen',
    name: 'Naam',
    nameHint: 'Zoals anderen die moeten zien. Mag leeg zijn.',
    nameTooLong: 'De naam is te lang. Hoogstens 200 tekens.',
    roles: 'Rollen',
    admin: 'Beheerder (admin)',
    superAdmin: 'Hoofdbeheerder (super_admin)',
    adminHint: 'Alleen een hoofdbeheerder maakt beheerders.',
    otherRoles: 'Andere rollen',
    otherRolesHint:
      'Gescheiden door spaties; kleine letters, cijfers, _ en -. Voor deze server betekenen ze niets; toepassingen kunnen ze zien.',
    rolesBad: 'Een rol heeft 1 tot 40 kleine letters, cijfers, _ en -, en een account hoogstens 20 rollen.',
    status: 'Status',
    statuses: { active: 'Actief', pending: 'Wacht op goedkeuring', disabled: 'Uitgeschakeld' },
    statusHint: 'Een uitgeschakeld account is overal uitgelogd en kan niet inloggen.',
    approvalHint: 'Wie dit account toelaat, staat in voor het adres, en de persoon krijgt er een mail over.',
    statusBad: 'Kies een van deze.',
    ends: 'Andere rollen of een andere status beëindigen elke sessie en de toegang van elke toepassing.',
    ownOnly: 'Dit is je eigen account: een andere beheerder wijzigt de rollen en de status.',
    button: 'Opslaan',
  },
  remove: {
    title: 'Het account verwijderen',
    means: 'Het account verdwijnt met tweede factoren, sessies, tokens en toestemmingen. Niets brengt het terug.',
    afterwards:
      'Wat ermee gebeurde blijft in het auditlogboek, onder het id. Niemand krijgt er een mail over. Om iemand een tijdje buiten te houden kun je het account beter uitschakelen.',
    confirm: (email) => ['Typ ', email, ' om te bevestigen'],
    mismatch: 'Dit is niet het adres van het account.',
    button: 'Het account verwijderen',
  },
  create: {
    title: 'Nieuwe gebruiker',
    email: 'E-mailadres',
    emailHint: 'Waar mails naartoe gaan, en waarmee de persoon inlogt.',
    emailBad: 'Dit is geen e-mailadres.',
    password: 'Wachtwoord',
    passwordOptional: '(niet verplicht)',
    passwordHint: (minLength) =>
      `Laat het leeg: de persoon krijgt een mail met een link die 24 uur werkt, en kiest er een. Anders minstens ${minLength} tekens.`,
    button: 'Het account aanmaken',
    back: 'Terug, niets aanmaken',
  },
};

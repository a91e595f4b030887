/** The sentences of the pages about the policy, in Dutch. */
import type { PolicyMessages } from './en-policy.js';

export const nlPolicy: PolicyMessages = {
  title: 'Beleid',
  means:
    'Wie een tweede factor moet hebben. Van alle regels over een account telt de strengste; wie een tweede factor heeft, wordt er in elk geval om gevraagd. Toepassingen en API’s kunnen er daarnaast een eisen.',
  change: 'Beleid wijzigen',
  columns: { who: 'Wie', level: 'Tweede factor', source: 'Bepaald door', since: 'Vereist sinds' },
  everybody: 'Iedereen',
  role: (name) => `Rol ${name}`,
  group: (name) => `Groep ${name}`,
  days: 'Dagen uitstel',
  levels: {
    optional: 'Vrij',
    encouraged: 'Aangemoedigd',
    report_only: 'Alleen melden',
    required: 'Vereist',
  },
  levelsMean: {
    title: 'Wat de woorden betekenen',
    optional: 'Wie er een wil, heeft er een.',
    encouraged: 'Mensen wordt het na het wachtwoord graag gevraagd, en ze kunnen “Niet nu” zeggen.',
    report_only:
      'Vraagt niets. Het auditlogboek zegt bij elke keer inloggen wat “Vereist” zou hebben gedaan: probeer het een week voordat je het eist.',
    required: 'Vereist, na de dagen uitstel. Daarna komt niemand er zonder in.',
  },
  sources: {
    environment: (variable) => `de omgeving (${variable})`,
    database: 'deze pagina',
    default: 'niemand: de standaard',
  },
  fixed: (variable) => `Vastgelegd door ${variable} in de omgeving. Wijzig het daar, of haal het daar weg.`,
  form: {
    title: 'Beleid wijzigen',
    default: 'Geen regel: de standaard',
    otherRole: 'Een andere rol',
    otherRoleHint: 'De naam: kleine letters, cijfers, _ en -.',
    otherGroup: 'Een andere groep',
    otherGroupHint: 'De naam.',
    level: 'De regel ervoor',
    days: { label: 'Dagen uitstel', hint: '0 tot 90. Leeg: de standaard.' },
    preview: 'Toon wie het raakt',
    back: 'Terug, niets wijzigen',
    superOnly: 'Alleen een hoofdbeheerder wijzigt het beleid. Vraag het een van hen.',
  },
  confirm: {
    title: 'Het beleid wijzigen?',
    rules: 'Regels',
    from: 'Nu',
    to: 'Dan',
    atOnce:
      'Het telt meteen, ook voor wie is ingelogd. Een eis die nu begint geeft iedereen de dagen uitstel; een die er al eens was, vernieuwt niemands uitstel.',
    force: 'Ook als er geen beheerder overblijft die kan werken',
    forceHint: 'Dan laat alleen de opdrachtregel op de machine van de server nog iemand beheren.',
    button: 'Beleid wijzigen',
    again: 'Iets anders wijzigen',
  },
  problems: {
    nothing: 'Er is niets anders dan wat nu telt.',
    level: 'Kies een van de woorden.',
    role: 'Een rol heeft kleine letters, cijfers, _ en -, hoogstens 40.',
    group: 'Er is geen groep met deze naam.',
    days: 'Geef een heel getal van 0 tot 90, of niets.',
    many: 'Hoogstens tien rollen en tien groepen tegelijk.',
    no_admin_left:
      'Er zou geen beheerder overblijven die kan inloggen en beheren. Stel eerst voor een van hen een tweede factor in.',
    fixed_by_environment: 'Een van deze bepaalt de omgeving inmiddels.',
    group_not_found: 'Een groep is intussen verwijderd.',
    too_many_rules: 'Er kunnen 200 regels zijn. Haal er eerst een paar weg.',
  },
  done: { changed: 'Het beleid is gewijzigd.' },
};

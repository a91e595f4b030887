/** The sentences of acts on many accounts, in Dutch. */
import type { BulkMessages } from './en-bulk.js';

export const nlBulk: BulkMessages = {
  extend_grace: {
    title: 'Uitstel van velen verlengen',
    means:
      'Tot het einde van deze dag kunnen deze accounts inloggen zonder de tweede factor die het beleid vereist. Wie al meer tijd heeft, houdt die.',
    leftOut: 'Overgeslagen: accounts met een tweede factor, en die waarvan een reset er meteen een vraagt.',
    button: 'Verlengen voor deze accounts',
  },
  remind: {
    title: 'Velen vragen een tweede factor in te stellen',
    means: 'Stuurt elk van deze mensen een mail met de vraag een tweede factor in te stellen.',
    leftOut:
      'Overgeslagen: accounts met een tweede factor, die niet actief zijn, en wie het in de laatste 24 uur al is gevraagd.',
    button: 'De mails sturen',
  },
  never: 'Je eigen account wordt overgeslagen, en ook die van beheerders, tenzij je hoofdbeheerder bent.',
  ticked: (count) => (count === 1 ? 'Het ene account dat je aanvinkte.' : `De ${count} accounts die je aanvinkte.`),
  found: (count) => (count === 1 ? 'Het ene account dat is gevonden.' : `Alle ${count} accounts die zijn gevonden.`),
  everybody: (count) => `Niets beperkt het: alle ${count} accounts.`,
  overdue: (count) => `Van ${count} accounts zonder tweede factor die waarop het beleid niet langer wacht.`,
  background: 'Het gebeurt op de achtergrond. Elk account krijgt een eigen regel in het auditlogboek.',
  back: 'Terug, niets doen',
  job: {
    state: 'Stand',
    running: 'Bezig',
    done: 'Klaar',
    stopped: 'Gestopt',
    actorEnded: 'Wie eraan begon, is intussen overal uitgelogd, gewijzigd of verwijderd. Wat gedaan is, blijft gedaan.',
    seen: 'Bekeken',
    of: (seen, total) => `${seen} van ${total}`,
    changed: 'Gedaan voor',
    began: 'Begonnen',
    ended: 'Afgelopen',
    until: 'Tot',
    reason: 'Reden',
    label: 'Hoe ver het is',
    waits:
      'Deze pagina kijkt elke paar seconden opnieuw. Het gaat door als je weggaat, en na een herstart van de server.',
    again: 'Opnieuw kijken',
    events: 'Wat er gebeurde, in het auditlogboek',
    users: 'Alle gebruikers',
  },
};

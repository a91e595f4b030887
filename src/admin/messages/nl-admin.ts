/** The sentences that surround every page of the console, in Dutch. */
import type { AdminMessages } from './en-admin.js';

export const nlAdmin: AdminMessages = {
  navigation: {
    label: 'Beheer',
    dashboard: 'Overzicht',
    users: 'Gebruikers',
    clients: 'Toepassingen',
    policy: 'Beleid',
    audit: 'Auditlogboek',
    own: 'Je account',
    signOut: 'Uitloggen',
  },
  factorNeeded: {
    title: 'Stel eerst je tweede factor in',
    sentence:
      'Beheerders hebben hier tweestapsverificatie nodig. Stel die in en log er daarna opnieuw mee in: deze pagina opent alleen voor wie met een tweede factor is ingelogd.',
    setUp: 'Tweestapsverificatie inschakelen',
  },
  reason: {
    label: 'Reden',
    hint: 'Wordt in het auditlogboek bewaard, voor wie er later naar vraagt.',
    missing: 'Zeg waarom. De reden wordt in het auditlogboek bewaard.',
    tooLong: 'De reden is te lang. Hoogstens 500 tekens.',
  },
  problems: {
    own_account: 'Niemand kan dit met het eigen account doen. Vraag het een andere beheerder.',
    super_admin_required: 'Alleen een hoofdbeheerder maakt, wijzigt of verwijdert beheerders.',
    account_not_found: 'Dit account bestaat niet meer.',
    mfa_not_enabled: 'MFA staat niet aan',
    mfa_already_enabled: 'Er is al een tweede factor. Reset die eerst.',
    enrolment_demanded:
      'Na een reset moet bij de volgende keer inloggen een tweede factor worden ingesteld. Er is geen uitstel te verlengen.',
    date_out_of_range: 'Kies een dag in de komende 90 dagen.',
    last_admin: 'Niemand anders zou daarna nog kunnen beheren. Geef eerst een ander account de rol.',
    key_was_shown:
      'Sinds deze pagina werd geopend, is er een sleutel gemaakt. Hij is één keer getoond en wordt niet nog eens getoond. Maak een andere als hij verloren is: de overhandigde werkt dan niet meer.',
    session_not_found: 'Deze sessie is al afgelopen.',
    email_taken: 'Er is al een account met dit e-mailadres.',
    password_refused: 'Dit wachtwoord is te kort, te lang of te makkelijk te raden.',
  },
};

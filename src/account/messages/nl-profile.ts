/** The sentences of the profile page, and of what surrounds every account page, in Dutch. */
import type { ProfileMessages } from './en-profile.js';

export const nlProfile: ProfileMessages = {
  navigation: {
    label: 'Je account',
    profile: 'Profiel',
    security: 'Beveiliging',
    administration: 'Beheer',
    signOut: 'Uitloggen',
  },
  title: 'Je account',
  email: 'E-mailadres',
  name: 'Naam',
  nameHint: 'Zoals toepassingen hem tonen. Mag leeg zijn.',
  language: 'Taal van pagina’s en e-mails',
  languages: { en: 'English', nl: 'Nederlands' },
  save: 'Opslaan',
  saved: 'Je profiel is opgeslagen.',
  nameTooLong: 'De naam is te lang. Hoogstens 200 tekens.',
};

/** The sentences of the profile page, and of what surrounds every account page, in English. */

/** The English catalogue that the other languages must match. */
export const enProfile = {
  navigation: {
    label: 'Your account',
    profile: 'Profile',
    security: 'Security',
    administration: 'Administration',
    signOut: 'Sign out',
  },
  title: 'Your account',
  email: 'E-mail address',
  name: 'Name',
  nameHint: 'As applications show it. May be empty.',
  language: 'Language of pages and mails',
  languages: { en: 'English', nl: 'Nederlands' },
  save: 'Save',
  saved: 'Your profile was saved.',
  nameTooLong: 'The name is too long. At most 200 characters.',
};

export type ProfileMessages = typeof enProfile;

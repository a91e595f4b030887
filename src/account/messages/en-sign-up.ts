/** The sentences about making an account for oneself, in English. */

/** The English catalogue that the other languages must match. */
export const enSignUp = {
  title: 'Create an account',
  intro: 'We send you a mail, to know that the address is yours. With its link you choose your password.',
  email: 'E-mail address',
  emailMissing: 'Enter your e-mail address.',
  emailMalformed: 'This is not an e-mail address. It looks like name@example.com.',
  name: 'Name',
  nameHint: 'As applications show it. May be empty.',
  nameTooLong: 'The name is too long. At most 200 characters.',
  submit: 'Send the mail',
  haveAccount: 'I have an account: sign in',
  sentTitle: 'Look at your mail',
  sent: 'A mail is on its way to the address you entered. Its link works for 24 hours.',
  nothing: 'No mail after some minutes? Look among unwanted mail, and check how the address is written.',
  again: 'Enter the address again',
  closedTitle: 'No sign-up here',
  closed: 'Accounts on this server are made by an administrator. Ask for one there.',
  signIn: 'Sign in',

  activate: {
    title: 'Finish your account',
    intro: 'The address is yours. Choose a password, and your account is made.',
    password: 'Password',
    submit: 'Create my account',
    doneTitle: { open: 'Your account is ready', approval: 'Your address is confirmed' },
    done: {
      open: 'Sign in with your e-mail address and your password.',
      approval: 'An administrator has to agree before you can sign in. You get a mail when that has happened.',
    },
    deadTitle: 'This link does not work any more',
    dead: {
      used: 'Your account was made with it already. If you cannot sign in yet, an administrator still has to agree.',
      expired: 'A link works for 24 hours, once. If you have no account yet, ask for a new one.',
      unknown: 'Perhaps it was not copied as a whole. Open it from the mail again, or ask for a new one.',
    },
    newLink: 'Ask for a new link',
  },
};

export type SignUpMessages = typeof enSignUp;

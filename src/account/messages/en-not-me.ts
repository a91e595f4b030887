/** The sentences of the page behind "This wasn't me", in English. */

/** The English catalogue that the other languages must match. */
export const enNotMe = {
  title: 'Was this not you?',
  about: 'It is about the account',
  consequences: 'If you confirm that it was not you:',
  steps: [
    'everybody is signed out of your account, you too, on all devices;',
    'the password stops working, and you get a mail to choose a new one;',
    'the administrators are told.',
  ],
  report: 'It wasn’t me',
  orElse: 'If it was you after all, close this page. Nothing has been changed.',
  done: {
    title: 'Your account is closed to others',
    text: 'Everybody was signed out, and the old password does not work any more. You get a mail with which you choose a new one. Then look at your second factors and backup codes on the security page.',
    mailbox: 'Do you use the old password elsewhere, for your mail perhaps? Then change it there too.',
  },
  gone: {
    title: 'This link does not work any more',
    used: 'It was used already. If you have not chosen a new password yet, ask for another mail.',
    expired: 'It was good for seven days. If somebody else uses your account, choose a new password.',
    unknown: 'It is not complete, or not from us. Open it from the mail again, or copy the whole address.',
  },
  newPassword: 'Choose a new password',
};

export type NotMeMessages = typeof enNotMe;

/** The sentences about choosing, changing and forgetting a password, in English. */
import type { PasswordAdvice, PasswordWeakness } from '../../accounts/password-strength.js';

const weaknesses: Readonly<Record<PasswordWeakness, string>> = {
  straightRow: 'Rows of keys on the keyboard are easy to guess.',
  keyPattern: 'Patterns on the keyboard are easy to guess.',
  simpleRepeat: 'Repeated characters such as “aaa” are easy to guess.',
  extendedRepeat: 'Repeated parts such as “abcabc” are easy to guess.',
  sequences: 'Sequences such as “abc” or “6543” are easy to guess.',
  recentYears: 'Recent years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'This is one of the ten passwords that are used most.',
  topHundred: 'This is one of the hundred passwords that are used most.',
  common: 'Many people use this password.',
  similarToCommon: 'This is almost a password that many people use.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'A name by itself is easy to guess.',
  commonNames: 'Names are easy to guess.',
  userInputs: 'It is made of your own name or e-mail address.',
};

const advice: Readonly<Record<PasswordAdvice, string>> = {
  l33t: 'Replacing letters, such as “a” by “@”, does not help much.',
  reverseWords: 'Words spelled backwards do not help much.',
  allUppercase: 'Capital letters throughout do not help much.',
  capitalization: 'A capital letter at the beginning does not help much.',
  dates: 'Leave out dates and years that have to do with you.',
  recentYears: 'Leave out recent years.',
  associatedYears: 'Leave out years that have to do with you.',
  sequences: 'Leave out sequences of characters.',
  repeated: 'Do not repeat words or characters.',
  longerKeyboardPattern: 'A pattern on the keyboard needs to be long and to change direction often.',
  anotherWord: 'Add another word or two, less common ones.',
  useWords: 'Use several words that have nothing to do with each other.',
  noNeed: 'Digits, signs and capitals are welcome, but not needed.',
};

/** The English catalogue that the other languages must match. */
export const enPassword = {
  rules: (least: number) =>
    `At least ${least} characters. Several words that have nothing to do with each other are easy to remember and hard to guess.`,
  problems: {
    missing: 'Choose a new password.',
    too_short: (least: number) => `The password is too short. It needs at least ${least} characters.`,
    too_long: (most: number) => `The password is too long. It may have at most ${most} characters.`,
    contains_email: 'The password must not contain your e-mail address.',
    contains_name: 'The password must not contain your name.',
    too_guessable: 'This password is too easy to guess.',
  },
  weaknesses,
  advice,

  change: {
    title: 'Change your password',
    current: 'Current password',
    new: 'New password',
    effect: 'Your other browsers and applications are signed out. This browser stays signed in.',
    submit: 'Change password',
    back: 'Back to security',
    currentMissing: 'Enter your current password.',
    currentWrong: 'This is not your current password.',
    same: 'This is your current password. Choose another one.',
    locked: (wait: string) => `Too many wrong passwords. Please try again in ${wait}.`,
    changedTitle: 'Your password was changed',
    changed: 'You are still signed in here. Your other browsers and applications are signed out.',
  },

  forgot: {
    title: 'Forgot your password?',
    intro: 'Enter your e-mail address. We send you a link with which you can choose a new password.',
    email: 'E-mail address',
    emailMissing: 'Enter your e-mail address.',
    submit: 'Send the link',
    sentTitle: 'Look at your mail',
    sent: 'If there is an account with this address, a mail with a link is on its way. The link works for 30 minutes, once.',
    nothing: 'No mail after some minutes? Look among unwanted mail, and check how the address is written.',
    again: 'Enter the address again',
    signIn: 'Sign in',
  },

  reset: {
    title: 'Choose a new password',
    new: 'New password',
    code: 'Code from your app, or a backup code',
    codeHint: 'Two-factor authentication stays on, so a code is needed here too.',
    typeAgain: 'Enter the new password again, too.',
    noCode: 'Neither app nor backup codes? The mail alone does not suffice.',
    lostPhone: 'What helps when the phone is lost',
    effect: 'You are signed out everywhere, and then sign in with the new password.',
    submit: 'Change password',
    doneTitle: 'Your password was changed',
    done: 'You are signed out everywhere. Sign in with your new password.',
    signIn: 'Sign in',
    deadTitle: 'This link does not work any more',
    dead: {
      used: 'A password was chosen with it already. If that was not you, ask for a new link at once.',
      expired: 'A link works for 30 minutes, and only until something about the account changes. Ask for a new one.',
      unknown: 'Perhaps it was not copied as a whole. Open it from the mail again, or ask for a new one.',
    },
    newLink: 'Ask for a new link',
  },
};

export type PasswordMessages = typeof enPassword;

/** The sentences of the page of sessions and known browsers, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enSessions = {
  title: 'Where you are signed in',
  back: 'Back to Security',
  here: 'This browser',
  sessions: {
    title: 'Sessions',
    means: 'Signing one out ends every application’s access from there, too.',
    signedIn: (when: Inline): Sentence => ['Signed in ', when],
    from: (address: Inline): Sentence => ['From ', address],
    lastUsed: (when: Inline): Sentence => ['Last used ', when],
    applications: (names: readonly Inline[]): Sentence => ['Applications: ', ...names],
    signOut: 'Sign out',
    onlyHere: 'You are signed in nowhere else.',
  },
  everywhere: {
    title: 'Something you do not recognise?',
    means:
      'Sign out everywhere ends all other sessions, ends the access of every application, and forgets all other browsers. Then change your password.',
    hereToo: 'Sign out of this browser, too',
    button: 'Sign out everywhere',
  },
  browsers: {
    title: 'Known browsers',
    means:
      'Browsers that you have signed in with. They are not signed in by this, but a sign-in from any other is reported to you, and wrong codes that others type do not block those that have passed your second factor.',
    firstSeen: (when: Inline): Sentence => ['First seen ', when],
    lastUsed: (when: Inline): Sentence => ['Last sign-in ', when],
    passwordOnly: 'Without your second factor so far',
    forget: 'Forget this browser',
    none: 'No browser is known.',
  },
  /** Follows a button's words for those who hear them one by one. */
  which: (device: string) => `: ${device}`,
  notices: {
    session: 'The session was signed out.',
    everywhere: 'You are signed out everywhere else.',
    browser: 'The browser was forgotten.',
  },
};

export type SessionsMessages = typeof enSessions;

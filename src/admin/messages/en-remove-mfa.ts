/** The sentences of the pages that take somebody's second factors away, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enRemoveMfa = {
  disable: {
    title: 'Disable MFA',
    means: (name: Inline): Sentence => [
      'All second factors and backup codes of ',
      name,
      ' will be gone, and every session and every application’s access will end.',
    ],
    afterwards:
      'They can sign in with the password alone, unless policy requires a second factor: then they set one up at the next sign-in. A grace period that has ended does not come back.',
    button: 'Disable MFA',
  },
  reset: {
    title: 'Reset MFA',
    means: (name: Inline): Sentence => [
      'All second factors and backup codes of ',
      name,
      ' will be gone, and every session and every application’s access will end.',
    ],
    afterwards: 'At the next sign-in they must set up a new one before anything else, whatever the policy.',
    button: 'Reset MFA',
  },
  sure: 'Make sure that it is really this person who asks: call back on a number you know already. Whoever has the password and talks you into this owns the account.',
  told: 'The person is told by mail.',
  back: 'Back, change nothing',
};

export type RemoveMfaMessages = typeof enRemoveMfa;

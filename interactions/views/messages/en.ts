/** Every sentence of the interaction pages in English: the catalogue that the other languages must match. */

import { formatsFor } from '../../../src/language/formats.js';
import { enBackupCodeQuestion } from './en-backup-code-question.js';
import { enFactors } from './en-factors.js';
import type { Inline, Sentence } from './sentence.js';

const { duration, day, fullDate } = formatsFor('en');

/** The English catalogue. */
export const en = {
  ...enFactors,
  backupCodeQuestion: enBackupCodeQuestion,
  direction: 'ltr' as 'ltr' | 'rtl',
  errorPrefix: 'Error: ',
  continueTo: (party: Inline): Sentence => ['Continue to ', party],
  formats: { duration, day, fullDate },

  acts: {
    cancel: 'Cancel',
    switchAccount: 'Sign in with a different account',
    signOut: 'Sign out',
    continue: 'Continue',
    copy: 'Copy',
    copied: 'Copied',
    print: 'Print',
    showPassword: { visible: 'Show', rest: ' password' },
  },
  account: { label: 'Account', signedInAs: 'Signing in as' },

  password: {
    title: 'Sign in',
    reauthenticate: 'For your security, please enter your password again.',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    forgot: 'Forgot your password?',
    signUp: 'Create an account',
    help: 'Help with signing in',
    refused: 'The e-mail address or the password is not right.',
    locked: (seconds: number) => `Too many attempts. Please try again in ${duration(seconds)}.`,
    emailMissing: 'Enter your e-mail address.',
    passwordMissing: 'Enter your password.',
  },

  consent: {
    title: 'Allow access?',
    asks: (party: Inline): Sentence => [party, ' asks to:'],
    scopes: {
      openid: 'know who you are on this server',
      profile: 'see your name',
      email: 'see your e-mail address',
      offline_access: 'stay connected when you are not there',
      account: 'see your own account and its security settings',
      'admin:read': 'see all accounts of this server, as far as you may',
      admin: 'administer this server, as far as you may',
    },
    otherScope: (scope: Inline, resource: Inline): Sentence => ['use ', scope, ' at ', resource],
    remembered: 'You will not be asked again for the same access.',
    privacy: 'Privacy policy',
    terms: 'Terms of service',
    allow: 'Allow',
    deny: 'Deny',
  },

  notices: {
    tooManyCodes: 'Too many wrong codes. Please sign in again.',
    signInAgain: 'Your sign-in took too long or something changed. Please sign in again.',
    enabled: 'Two-factor authentication is on.',
  },

  failures: {
    invalid_request: {
      title: 'This request cannot be handled',
      sentence: 'The application sent a request that this server does not accept. Go back and try again.',
    },
    not_found: {
      title: 'Page not found',
      sentence: 'There is nothing at this address. Start from the application that you want to use.',
    },
    forbidden: {
      title: 'This is not allowed',
      sentence: 'The request did not come from a page of this server, or you may not do this.',
    },
    too_many_requests: { title: 'Too many requests', sentence: 'Please wait a moment and try again.' },
    too_large: { title: 'That is too much', sentence: 'What was sent is larger than this page accepts.' },
    unavailable: {
      title: 'Not available right now',
      sentence: 'The server cannot answer at the moment. Nothing is lost: try again shortly.',
    },
    internal: { title: 'Something went wrong', sentence: 'The fault is ours. Please try again later.' },
  },
  errorPage: {
    retryIn: (seconds: number) => `Try again in ${duration(seconds)}.`,
    requestId: 'Request',
    technical: 'For whoever looks into it',
  },

  expired: {
    title: 'This page has expired',
    over: 'This sign-in is finished already, or it took too long. Go back to the application, and sign in again if it asks you to.',
    other_browser:
      'This sign-in was started in another browser, or cookies are switched off. Go back to the application and sign in again.',
    other_tab: 'This form was sent already, or another tab has taken its place. Please open the page again.',
    backTo: (party: string) => `Back to ${party}`,
  },

  goOn: { title: 'One moment', sentence: 'Press the button to continue.' },

  logout: {
    title: 'Sign out?',
    question: (brand: Inline): Sentence => ['Do you want to sign out of ', brand, '?'],
    yes: 'Sign out',
    stay: 'Stay signed in',
    doneTitle: 'You are signed out',
    done: 'You can close this page.',
    doneFrom: (party: Inline): Sentence => ['You are signed out of ', party, '. You can close this page.'],
  },

  device: {
    title: 'Connect a device',
    intro: 'Enter the code that your device shows.',
    code: 'Code on your device',
    submit: 'Continue',
    errors: {
      wrong_code: 'That code is not right, or it has expired. Look at your device and try again.',
      aborted: 'You stopped the sign-in. The device was not connected.',
      failed: 'Something went wrong. Please try again.',
    },
    confirmTitle: 'Is this your device?',
    confirm: (client: Inline): Sentence => [client, ' wants to sign in with your account on a device.'],
    compare: 'Your device must show this code:',
    warning: 'Go on only if you started this yourself and the codes are the same.',
    abort: 'Cancel',
    successTitle: 'Your device is connected',
    success: (client: Inline): Sentence => ['You are signed in to ', client, '. You can close this page.'],
  },

  home: {
    title: 'Welcome',
    what: 'This server signs people in to applications, with a second factor.',
    start: 'Start from the application that you want to use, or look after your own account here.',
    account: 'Your account',
    discovery: 'OpenID Connect configuration',
  },
};

/** What every language must say. */
export type Messages = typeof en;

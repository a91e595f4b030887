/** The sentences about second factors in English: challenge, enrolment, backup codes, reminder. Fixed texts: interface.md section 4. */
import { formatsFor } from '../../../src/language/formats.js';
import type { Inline, Sentence } from './sentence.js';

const { count, duration, fullDate } = formatsFor('en');
const attempts = { one: 'attempt', other: 'attempts' };
const daysForms = { one: 'day', other: 'days' };

/** The part of the English catalogue about second factors. */
export const enFactors = {
  challenge: {
    totpTitle: 'Enter your verification code',
    backupTitle: 'Enter a backup code',
    lookFor: (issuer: Inline): Sentence => ['Enter the code from your authenticator app. Look for ', issuer, '.'],
    lookForIn: (app: Inline, issuer: Inline): Sentence => [
      'Enter the code from your authenticator app ',
      app,
      '. Look for ',
      issuer,
      '.',
    ],
    backupHint:
      'Enter one of the backup codes that you saved when you set up two-factor authentication. Each works once.',
    codeLabel: 'Verification code',
    codeHint: 'Six digits. A new code appears every 30 seconds.',
    backupLabel: 'Backup code',
    backupShape: (example: Inline): Sentence => ['It looks like ', example, '.'],
    submit: 'Verify',
    useBackupCode: 'Use a backup code',
    useApp: 'Use your authenticator app',
  },

  codeErrors: {
    /** Fixed. */
    invalid: 'Invalid verification code',
    alreadyUsed: (seconds: number) =>
      `This code was used already. Wait ${duration(seconds)} for the next one, then enter that.`,
    wrongLength: (expected: number, typed: number) =>
      `The code has ${expected} digits; you entered ${typed}. Is it from the right app?`,
    clockSlow: (minutes: number) =>
      `The clock of your phone is about ${duration(minutes * 60)} slow. Set it to automatic and try again.`,
    clockFast: (minutes: number) =>
      `The clock of your phone is about ${duration(minutes * 60)} fast. Set it to automatic and try again.`,
    /** Fixed. */
    backupCodeUsed: 'Backup code already used',
    backupCodeUsedHelp: 'Each backup code works once. Enter another one.',
    missing: 'Enter the code.',
    attemptsLeft: (left: number) => `You have ${count(left, attempts)} left before you have to sign in again.`,
    blocked: (seconds: number) => `Too many wrong codes. Please try again in ${duration(seconds)}.`,
    blockedForGood: 'Too many wrong codes. An administrator has to unlock your account.',
    blockedHelp: 'A backup code may still work. An administrator can help you too.',
    /** Fixed. */
    notEnabled: 'MFA not enabled',
  },

  help: {
    title: 'Having trouble?',
    clock: {
      question: 'My codes are not accepted',
      answer:
        'Codes depend on the time. Open the settings of your phone and let it set date and time automatically. Then enter the code that is shown now.',
    },
    newPhone: {
      question: 'I have a new phone',
      answer:
        'If you still have the old phone, use its code. If your app was moved with a backup, look there. Otherwise sign in with a backup code. Then add the new phone in your account, under Security.',
    },
    lostPhone: {
      question: 'I lost my phone',
      answer:
        'Sign in with one of your backup codes. Then add another phone in your account, under Security, and remove the lost one.',
    },
    administrator: {
      question: 'I have no phone and no backup codes',
      answer: 'Ask an administrator of your organization. They can reset your two-factor authentication.',
    },
    more: 'More help with signing in',
  },

  enrolment: {
    title: 'Set up two-factor authentication',
    why: 'Besides your password you will enter a code from an app on your phone. Nobody gets in with your password alone.',
    requiredFrom: (from: string, left: string) => `Your organization requires this from ${from} (${left} left).`,
    requiredSince: (since: string) => `Your organization has required this since ${since}.`,
    requiredNow: 'Your organization requires this.',
    appliesToRole: (role: Inline): Sentence => ['This applies to everyone with the role ', role, '.'],
    appliesToGroup: (group: Inline): Sentence => ['This applies to everyone in the group ', group, '.'],
    requiredByParty: (party: Inline): Sentence => [party, ' requires this.'],
    timeLeft: (seconds: number) =>
      seconds < 86_400 ? duration(seconds) : count(Math.ceil(seconds / 86_400), daysForms),
    nameStep: 'Name your app',
    nameOptional: '(optional)',
    nameHint: 'So that you recognise it later, for example “Work phone”.',
    scanStep: 'Add this account to your authenticator app',
    scanHint: 'Any authenticator app will do. Scan the picture with it, or type the key.',
    qrAlt: (account: string, issuer: string) => `QR code that adds ${account} at ${issuer} to your authenticator app`,
    openApp: 'Open in an authenticator app on this device',
    keyLabel: 'Key',
    keyType: 'Type',
    keyTypeValue: 'Time-based (TOTP)',
    digits: 'Digits',
    period: 'Period',
    periodValue: (seconds: number) => duration(seconds),
    codeStep: 'Enter the code the app shows',
    submit: 'Verify',
    leaving: 'Nothing changes until you verify a code.',
    /** Fixed. */
    expired: 'Setup session expired. Please start over.',
    expiredHelp: 'The key that was shown no longer works. You can remove it from your app.',
    restart: 'Start over',
  },

  handedOver: {
    title: 'Confirm your authenticator app',
    intro: (issuer: Inline): Sentence => [
      'Your administrator set up an authenticator app for you. Enter the code that it shows for ',
      issuer,
      '.',
    ],
    codeHint: 'Six digits. If the app is not on your phone yet, add it with the key that you were given.',
    without: 'You do not have the key? Ask your administrator to set it up again.',
  },

  backupCodes: {
    title: 'Save your backup codes',
    intro: 'Save these backup codes. Each works once.',
    why: 'With one of them you can sign in when you do not have your phone. They are not shown again.',
    listLabel: 'Backup codes',
    download: 'Download',
    saved: 'I have saved these codes',
    savedMissing: 'Save the codes first, then tick the box.',
    goneTitle: 'Your backup codes',
    gone: 'The codes were shown once and cannot be shown again.',
    goneHelp: 'If you saved them, continue. If not, make new codes; the old ones then stop working.',
    makeNew: 'Make new codes',
    file: {
      heading: (issuer: string) => `Backup codes for ${issuer}`,
      account: (account: string) => `Account: ${account}`,
      date: (date: Date) => `Made on: ${fullDate(date)}`,
      note: 'Each code works once. Keep them where only you can find them.',
    },
  },

  reminder: {
    title: 'Protect your account',
    encouraged: 'We recommend a second factor: it keeps others out even when they know your password.',
    required: 'From then on you cannot sign in without it. It takes about two minutes.',
    setUpNow: 'Set up now',
    notNow: 'Not now',
  },
};

/** What every language must say about second factors. */
export type FactorMessages = typeof enFactors;

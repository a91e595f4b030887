/** The sentences of the pages that change one account, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enUserActs = {
  about: 'Account:',
  back: 'Back, change nothing',
  backToUser: 'Back to the account',
  enrol: {
    title: 'Enrol MFA',
    means:
      'Makes a key for an authenticator app, which you hand over: set the app up on the person’s phone, or give them the key. Never by mail.',
    afterwards:
      'At the next sign-in, after the password, they are asked for the first code of this app and get their backup codes. Until then nothing is issued to this account. The key waits seven days.',
    told: 'The person is told by mail.',
    replaces:
      'An app that was handed over waits already. Another key takes its place: the one that was handed over stops working.',
    button: 'Make a key',
    shownTitle: 'Hand this key over',
    once: 'This key is shown once. When you leave this page it is gone, and a new one has to be made.',
    expires: (when: Inline): Sentence => ['It waits for its first code until ', when, '.'],
    done: 'The key is handed over',
  },
  grace: {
    title: 'Extend the grace period',
    means: 'Until the end of this day the account may sign in without the second factor that policy requires.',
    ends: 'It ends earlier with the first factor, and with a reset.',
    now: (when: Inline): Sentence => ['As it is now, the grace period ends ', when, '.'],
    over: (when: Inline): Sentence => ['The grace period ended ', when, '.'],
    notRequired: 'No second factor is required of this account now.',
    until: 'Last day',
    untilHint: 'At most 90 days from today. The day ends at midnight UTC.',
    untilBad: 'Choose a day in the next 90 days.',
    button: 'Extend',
  },
  unlock: {
    title: 'Unlock',
    means: 'Forgets wrong passwords and codes, from wherever they came: the account can be tried again at once.',
    lookFirst:
      'Look at the audit log first. Whoever was stopped at the code knew the password: then the password must be changed too.',
    button: 'Unlock',
  },
  sessions: {
    title: 'Sign out',
    means: 'Signing a session out ends every application’s access from there, too.',
    none: 'This account is signed in nowhere.',
    column: 'End',
    button: 'Sign out',
    which: (device: string, from: string) => `: ${device}${from === '' ? '' : `, ${from}`}`,
    everywhere: 'Sign out everywhere',
    everywhereMeans:
      'Ends all sessions and the access of every application, forgets all known browsers, and ends sign-ins in progress.',
    ownToo: 'This is your own account: this very session ends as well.',
  },
  change: {
    title: 'Change the account',
    name: 'Name',
    nameHint: 'As other people are to see it. May be empty.',
    nameTooLong: 'The name is too long. At most 200 characters.',
    roles: 'Roles',
    admin: 'Administrator (admin)',
    superAdmin: 'Super administrator (super_admin)',
    adminHint: 'Only a super administrator makes administrators.',
    otherRoles: 'Other roles',
    otherRolesHint:
      'Separated by spaces; small letters, digits, _ and -. They mean nothing to this server; applications may see them.',
    rolesBad: 'A role has 1 to 40 small letters, digits, _ and -, and an account at most 20 roles.',
    status: 'Status',
    statuses: { active: 'Active', pending: 'Waits for approval', disabled: 'Disabled' },
    statusHint: 'A disabled account is signed out everywhere and cannot sign in.',
    approvalHint: 'Letting this account in vouches for its address, and tells the person by mail.',
    statusBad: 'Choose one of these.',
    ends: 'Other roles or another status end every session and every application’s access.',
    ownOnly: 'This is your own account: another administrator changes its roles and status.',
    button: 'Save',
  },
  remove: {
    title: 'Delete the account',
    means: 'The account goes with its second factors, sessions, tokens and consents. Nothing brings it back.',
    afterwards:
      'What happened to it stays in the audit log, under its id. Nobody is told by mail. To keep somebody out for a while, disable the account instead.',
    confirm: (email: Inline): Sentence => ['Type ', email, ' to confirm'],
    mismatch: 'This is not the address of the account.',
    button: 'Delete the account',
  },
  create: {
    title: 'New user',
    email: 'E-mail address',
    emailHint: 'Where mails go, and what the person signs in with.',
    emailBad: 'This is not an e-mail address.',
    password: 'Password',
    passwordOptional: '(optional)',
    passwordHint: (minLength: number) =>
      `Leave it empty: the person gets a mail with a link that works for 24 hours, and chooses one. Otherwise at least ${minLength} characters.`,
    button: 'Make the account',
    back: 'Back, make none',
  },
};

export type UserActsMessages = typeof enUserActs;

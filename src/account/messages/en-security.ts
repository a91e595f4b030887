/** The sentences of the security page and of the pages that change second factors, in English. Fixed texts: interface.md section 4. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';
import { formatsFor } from '../../language/formats.js';

const { count } = formatsFor('en');
const codes = { one: 'backup code', other: 'backup codes' };

/** The English catalogue that the other languages must match. */
export const enSecurity = {
  title: 'Security',
  back: 'Back to security',
  cancel: 'Cancel',
  state: {
    on: 'Two-factor authentication is on',
    since: (date: string) => ` since ${date}`,
    codesLeft: (left: number) => ` · ${count(left, codes)} left`,
    off: 'Two-factor authentication is off',
    offMeans: 'Whoever knows your password can sign in as you. With a second factor they also need your phone.',
  },
  /** Fixed. */
  enable: 'Enable Two-Factor Authentication',
  /** Fixed. */
  disable: 'Disable Two-Factor Authentication',
  /** Fixed. */
  notEnabled: 'MFA not enabled',
  notEnabledHelp: 'There is nothing to change here: your account has no second factor.',
  cannotDisable: {
    required_by_policy:
      'Your organization requires a second factor for your account, so it cannot be switched off. If you have a new phone, add it first, then remove the old one.',
    self_disable_off:
      'On this server people cannot switch it off themselves. If you have a new phone, add it first, then remove the old one. For anything else, ask an administrator.',
  },
  apps: {
    title: 'Authenticator apps',
    added: (date: string) => `Added on ${date}`,
    used: (date: string) => `last used on ${date}`,
    unused: 'not used yet',
    rename: 'Rename',
    remove: 'Remove',
    /** Read after the link's own word, so that every link says what it is about. */
    which: (name: string) => ` ${name}`,
    add: 'Add another app',
    tooMany: (most: number) => `You have ${most} apps, which is the most there can be. To add one, remove one first.`,
  },
  codes: {
    title: 'Backup codes',
    left: (left: number) => `You have ${count(left, codes)} left. Each works once, when you do not have your phone.`,
    few: 'Make new ones before they run out.',
    none: 'You have no backup codes left. Without them you cannot sign in when you lose your phone.',
    makeNew: 'Make new backup codes',
    unconfirmed:
      'Your latest codes were shown once and cannot be shown again. If you saved them, say so here. If not, make new ones.',
    confirm: 'I have saved them',
  },
  password: { title: 'Password', change: 'Change your password' },
  more: {
    title: 'Where your account is used',
    sessions: 'Browsers and sessions',
    sessionsHint: 'Where you are signed in, and signing out elsewhere.',
    apps: 'Connected apps',
    appsHint: 'Applications that you gave access.',
    activity: 'Activity',
    activityHint: 'What happened, when and from where.',
  },
  done: {
    added: 'The app was added. Other browsers and applications were signed out.',
    renamed: 'The app was renamed.',
    removed: 'The app was removed: its codes no longer work. Other browsers and applications were signed out.',
    disabled: 'Two-factor authentication was switched off. Other browsers and applications were signed out.',
    codes_saved: 'Good. Keep your backup codes where only you can find them.',
  },
  add: {
    title: 'Add an authenticator app',
    why: 'Your present apps keep working. Your password is asked for as before, and the code of any of your apps will do.',
    endsSessions:
      'When you verify a code, other browsers and applications are signed out. This browser stays signed in.',
  },
  shownCodes: {
    onceMore: 'When you continue, you are asked for a code once more: from now on this account needs one.',
  },
  rename: {
    title: 'Rename an app',
    name: 'Name',
    hint: 'So that you recognise it, for example “Work phone”.',
    submit: 'Save',
    missing: 'Enter a name.',
    taken: 'You have another app of this name. Choose a different one.',
  },
  remove: {
    title: 'Remove an app',
    which: (name: Inline): Sentence => ['You are about to remove ', name, '.'],
    means:
      'Codes from this app stop working at once, and other browsers and applications are signed out. Your other apps and your backup codes stay.',
    submit: 'Remove this app',
  },
  turnOff: {
    title: 'Disable two-factor authentication',
    means: 'What happens',
    effects: [
      'Your password alone will then protect this account.',
      'All your authenticator apps and backup codes stop working at once.',
      'Other browsers and applications are signed out. This browser stays signed in.',
    ],
    newPhone: 'Only changing phones? Add the new one instead, then remove the old one.',
    newPhoneLink: 'Add an authenticator app',
  },
  renew: {
    title: 'Make new backup codes',
    means: 'The codes you have now stop working at once, and other browsers and applications are signed out.',
    submit: 'Make new codes',
    needsApp: 'Use a code from your app',
    needsAppHelp: 'A backup code cannot make new ones. It was not used up.',
  },
  proof: {
    label: 'Verification code',
    either: 'From your authenticator app, or one of your backup codes.',
    app: 'Six digits, from your authenticator app. Not a backup code.',
  },
};

/** What every language must say. */
export type SecurityMessages = typeof enSecurity;

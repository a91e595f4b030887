/** The mails in English. */
import { formatsFor } from '../../language/formats.js';
import type { MailMessages } from './mail-messages.js';

const { count } = formatsFor('en');
const times = (events: number) => (events === 1 ? [] : [`It happened ${events} times.`]);
const codes = (left: number) => count(left, { one: 'code', other: 'codes' });
const days = (left: number) => count(left, { one: 'day', other: 'days' });

export const enMails: MailMessages = {
  labels: {
    account: 'Account',
    factor: 'Authenticator app',
    time: 'Time',
    browser: 'Browser',
    address: 'IP address',
    concerned: 'Account concerned',
  },
  byAdministrator: 'An administrator did this.',
  nothingToDo: 'If this was you, there is nothing to do.',
  notMe: 'This wasn’t me',
  notMeExplained:
    'The link shows a page first. If you confirm there, everybody is signed out of your account, the password stops working, and you get a mail to choose a new one.',
  sentBy: (brand) =>
    `Sent by ${brand}, because it is about the security of your account. Nobody reads answers to this mail.`,
  kinds: {
    factor_added: {
      subject: () => 'An authenticator app was added to your account',
      body: () => ['An authenticator app was added to your account. Its codes now work as a second factor.'],
    },
    app_handed_over: {
      subject: () => 'An authenticator app was set up for you',
      body: () => [
        'An administrator set up an authenticator app for your account and gives you its key. At your next sign-in you enter the code that this app shows.',
      ],
    },
    factor_removed: {
      subject: () => 'An authenticator app was removed from your account',
      body: () => ['An authenticator app was removed from your account. Its codes do not work any more.'],
    },
    mfa_disabled: {
      subject: () => 'Two-factor authentication was turned off',
      body: () => [
        'Two-factor authentication was turned off for your account. Its authenticator apps and backup codes do not work any more, and the password alone is enough to sign in.',
      ],
    },
    mfa_reset: {
      subject: () => 'Two-factor authentication was reset',
      body: () => [
        'Two-factor authentication was reset for your account. Its authenticator apps and backup codes do not work any more. At your next sign-in you set up a new one.',
      ],
    },
    backup_code_used: {
      subject: () => 'A backup code was used',
      body: ({ backupCodesLeft }) => [
        `A backup code of your account was used in place of the authenticator app. You have ${codes(backupCodesLeft)} left.`,
      ],
    },
    backup_codes_regenerated: {
      subject: () => 'New backup codes were made',
      body: () => ['New backup codes were made for your account. The earlier ones do not work any more.'],
    },
    password_changed: {
      subject: () => 'Your password was changed',
      body: () => ['The password of your account was changed.'],
    },
    new_browser: {
      subject: () => 'New sign-in to your account',
      body: () => ['Your account was used to sign in from a browser that it has not been used in before.'],
    },
    wrong_codes: {
      subject: () => 'Wrong codes were entered for your account',
      body: ({ events }) => [
        'Somebody who knew your password, or was signed in as you, entered several wrong codes and was stopped.',
        ...times(events),
      ],
    },
    account_locked: {
      subject: () => 'Wrong passwords were entered for your account',
      body: ({ events }) => [
        'Somebody entered so many wrong passwords for your account that they have to wait. The password was not guessed. Only the place that they came from has to wait.',
        ...times(events),
      ],
    },
    grace_reminder: {
      subject: ({ daysLeft }) => `Set up a second factor: ${days(daysLeft)} left`,
      body: ({ deadline, brand }) => [
        `From ${deadline} you need a second factor to sign in at ${brand}: an app on your phone that shows a code. Setting it up takes two minutes.`,
      ],
      link: 'Set up now',
    },
    factor_wanted: {
      subject: () => 'Please set up your second factor',
      body: ({ brand }) => [
        `An administrator of ${brand} asks you to set up a second factor for signing in: an app on your phone that shows a code. Setting it up takes two minutes.`,
      ],
      link: 'Set up now',
    },
    compromise_reported: {
      subject: () => 'A person reported that somebody else uses their account',
      body: () => [
        'The person below chose “This wasn’t me” in a mail about their account. Everybody was signed out of it, its password does not work any more, and they got a mail to choose a new one.',
        'Look at the account’s events in the audit log, and ask the person what happened. An authenticator app that was added by somebody else stays until you reset it.',
      ],
    },
    password_reset: {
      subject: ({ isFirstPassword }) => (isFirstPassword ? 'Choose your password' : 'Choose a new password'),
      body: ({ isAfterReport, isFirstPassword, brand }) => {
        if (isFirstPassword) {
          return [
            `An administrator made an account for you at ${brand}. With this link you choose its password. The link works once, for 24 hours; afterwards, use “Forgot your password?” on the sign-in page.`,
          ];
        }
        return [
          isAfterReport
            ? 'You told us that it was not you. Everybody has been signed out of your account, and its password does not work any more.'
            : 'Somebody, probably you, asked for a new password for this account.',
          'With this link you choose a new password. It works once, for 30 minutes. Your second factor stays as it is.',
          ...(isAfterReport
            ? []
            : ['If you did not ask for it, there is nothing to do: your password has not changed.']),
        ];
      },
      link: 'Choose a new password',
    },
    activation: {
      subject: () => 'Confirm your e-mail address',
      body: ({ brand }) => [
        `An account at ${brand} was asked for with this e-mail address. With this link you confirm that the address is yours, and choose your password. It works once, for 24 hours.`,
        'If you did not ask for an account, there is nothing to do.',
      ],
      link: 'Confirm the address',
    },
    sign_up_known_address: {
      subject: () => 'You already have an account',
      body: ({ brand }) => [
        `Somebody, probably you, wanted to make an account at ${brand} with this e-mail address. There already is one: sign in, or choose a new password if you have forgotten yours.`,
        'If it was not you, there is nothing to do: nothing has changed.',
      ],
      link: 'Choose a new password',
    },
    approval_wanted: {
      subject: () => 'An account is waiting for your approval',
      body: () => [
        'Somebody signed up and confirmed their e-mail address. The account works once an administrator activates it.',
      ],
    },
    account_activated: {
      subject: () => 'Your account was activated',
      body: ({ brand }) => [`An administrator has activated your account at ${brand}. You can sign in now.`],
      link: 'Go to your account',
    },
  },
};

/** The help for people in English: the page `/account/help`, and word for word docs/people.md. */

/** A question with its answer. `id` is its anchor, the same in every language: mails and other pages link to it. */
export interface HelpAnswer {
  readonly id:
    | 'set-up'
    | 'new-phone'
    | 'lost-phone'
    | 'lost-everything'
    | 'a-code-is-refused'
    | 'somebody-else-signed-in';
  readonly title: string;
  readonly first: string;
  /** What to do, in order. */
  readonly steps: readonly string[];
  /** What is good to know as well. */
  readonly notes: readonly string[];
}

/** The English catalogue that the other languages must match. */
export const enHelp = {
  title: 'Help with signing in',
  intro:
    'Besides your password you enter a code that an app on your phone shows, or one of the backup codes that you saved. Nobody gets in with your password alone.',
  contents: 'On this page',
  security: 'Go to Security',
  forgot: 'Forgot your password?',
  answers: [
    {
      id: 'set-up',
      title: 'Set up',
      first: 'You need an authenticator app on your phone. Any will do; many password managers have one built in.',
      steps: [
        'Sign in to your account, open Security and choose “Enable Two-Factor Authentication”. If your organization requires it, you are led there when you sign in.',
        'Scan the picture with the app, or type the key into it.',
        'Enter the code that the app shows, and choose “Verify”.',
        'Save the backup codes: on paper, or in a password manager that you can also open without this phone.',
      ],
      notes: [
        'From then on every sign-in asks for a code from the app. Other browsers and apps are signed out once.',
        'You can add more than one app, for example on a second phone.',
      ],
    },
    {
      id: 'new-phone',
      title: 'New phone',
      first: 'Add the new phone before you give the old one away.',
      steps: [
        'Sign in with a code from the old phone, or with a backup code.',
        'Open Security, choose “Add another app” and scan the picture with the new phone.',
        'Then remove the old app from the list, and delete it from the old phone.',
      ],
      notes: [
        'Some apps move their accounts to a new phone with a backup. If the new phone shows codes for this account already, there is nothing to do.',
      ],
    },
    {
      id: 'lost-phone',
      title: 'Lost phone',
      first: 'Your backup codes are made for this. Each works once.',
      steps: [
        'When you are asked for a code, choose “Use a backup code” and enter one.',
        'Open Security and add your new phone with “Add another app”.',
        'Remove the lost phone from the list: its codes stop working at once, and everything is signed out there.',
        'With a code from the new phone, make new backup codes.',
      ],
      notes: ['No new phone yet? Your other backup codes let you in until you have one.'],
    },
    {
      id: 'lost-everything',
      title: 'Lost everything',
      first: 'No phone and no backup codes: then only an administrator of your organization can help.',
      steps: [
        'Ask an administrator. They make sure that it is really you, and then reset your two-factor authentication.',
        'Sign in with your password. You are led through setting up your new phone.',
        'Save the new backup codes.',
      ],
      notes: [
        'A new password does not help here: whoever can read your mail must not get past your second factor. That protects you too.',
        'An administrator never needs your password, nor a code.',
      ],
    },
    {
      id: 'a-code-is-refused',
      title: 'A code is refused',
      first: 'Most often it is the time. Codes depend on it, so the clock of your phone must be right.',
      steps: [
        'In the settings of your phone, let date and time be set automatically.',
        'Look whether you are using the entry for this account: the app shows its name and your e-mail address.',
        'Wait for the next code, and enter it before it changes. A code that was used once is not taken again.',
      ],
      notes: [
        'After several wrong codes you have to wait. The page says for how long. A backup code may still work.',
        'If the app was set up again since, only its newest entry for this account counts. Delete the older ones.',
      ],
    },
    {
      id: 'somebody-else-signed-in',
      title: 'Somebody else signed in',
      first:
        'You had a mail about a sign-in, a code or a change that was not yours? Somebody may know your password. Act at once.',
      steps: [
        'Choose “This wasn’t me” in the mail. It signs out every browser and app, and your old password stops working.',
        'Choose a new password with the mail that follows: one that you use nowhere else.',
        'Sign in, open Security and look at your authenticator apps. Remove what you do not know, and make new backup codes.',
        'Tell an administrator of your organization.',
      ],
      notes: [
        'No mail at hand? Under Security you can change your password, which signs out everything else, and see where you are signed in.',
        'Never tell anybody a code, also not on the telephone. Nobody who helps you needs one.',
      ],
    },
  ] satisfies HelpAnswer[] as readonly HelpAnswer[],
};

/** What every language must say. */
export type HelpMessages = typeof enHelp;

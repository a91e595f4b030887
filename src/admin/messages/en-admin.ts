/** The sentences that surround every page of the console, in English. */

/** The English catalogue that the other languages must match. */
export const enAdmin = {
  navigation: {
    label: 'Administration',
    dashboard: 'Overview',
    users: 'Users',
    clients: 'Applications',
    policy: 'Policy',
    audit: 'Audit log',
    own: 'Your account',
    signOut: 'Sign out',
  },
  factorNeeded: {
    title: 'Set up your second factor first',
    sentence:
      'Administrators need two-factor authentication here. Set it up, then sign in again with it: this page opens only to a sign-in with a second factor.',
    setUp: 'Enable Two-Factor Authentication',
  },
  reason: {
    label: 'Reason',
    hint: 'Kept in the audit log, for whoever asks later.',
    missing: 'Say why. The reason is kept in the audit log.',
    tooLong: 'The reason is too long. At most 500 characters.',
  },
  /** Refusals by their code. */
  problems: {
    own_account: 'Nobody can do this to their own account. Ask another administrator.',
    super_admin_required: 'Only a super administrator makes, changes or removes administrators.',
    account_not_found: 'There is no such account any more.',
    mfa_not_enabled: 'MFA not enabled',
    mfa_already_enabled: 'There is a second factor already. Reset it first.',
    enrolment_demanded:
      'After a reset a second factor must be set up at the next sign-in. There is no grace to extend.',
    date_out_of_range: 'Choose a day in the next 90 days.',
    last_admin: 'Nobody else could administer afterwards. Give another account the role first.',
    key_was_shown:
      'A key was made since this page was opened. It was shown once and is not shown again. Make another one if it got lost: the one that was handed over then stops working.',
    session_not_found: 'This session has ended already.',
    email_taken: 'There is an account with this e-mail address already.',
    password_refused: 'This password is too short, too long or too easy to guess.',
  },
};

export type AdminMessages = typeof enAdmin;

/** The sentences of the page about one account, in English. */

import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';
import { formatsFor } from '../../language/formats.js';

const { count } = formatsFor('en');

/** The English catalogue that the other languages must match. */
export const enUser = {
  status: { active: 'Active', pending: 'Waits for approval', disabled: 'Disabled' },
  facts: {
    status: 'Status',
    name: 'Name',
    roles: 'Roles',
    noRoles: 'None',
    noName: 'None given',
    created: 'Created',
    lastSignIn: 'Last sign-in',
    never: 'Never',
    address: 'Address',
    proved: 'Proved, or vouched for',
    unproved: 'Not proved',
    id: 'Id',
  },
  mfa: {
    title: 'Second factor',
    on: 'On',
    off: 'Off',
    overdue: 'Overdue',
    since: (when: Inline): Sentence => ['since ', when],
    required: 'Required',
    requiredBy: { role: 'by the role ', group: 'by the group ' },
    yes: 'Yes',
    no: 'No',
    afterReset: 'Yes, at the next sign-in: it was reset, or an app was handed over',
    grace: 'Grace period',
    graceUntil: (when: Inline): Sentence => ['Ends ', when],
    graceOver: (when: Inline): Sentence => ['Ended ', when],
    noGrace: 'None: it must be set up at the next sign-in',
    lastVerified: 'Last confirmed',
    codes: 'Backup codes',
    codesLeft: (left: number) => (left === 0 ? 'None left' : `${count(left, { one: 'code', other: 'codes' })} left`),
    handedOver: 'Handed over',
    handedOverUntil: (when: Inline): Sentence => ['An app waits for its first code until ', when],
    factors: 'Authenticator apps',
    columns: { name: 'Name', added: 'Added', used: 'Last used' },
    notUsed: 'Not used yet',
  },
  acts: {
    disable: 'Disable MFA',
    reset: 'Reset MFA',
    enrol: 'Enrol MFA',
    grace: 'Extend the grace period',
    unlock: 'Unlock',
    sessions: 'Sign out',
    change: 'Change',
    remove: 'Delete',
  },
  /** Why a button cannot be pressed. */
  because: {
    own_account: 'This is your own account. Nobody can do this to their own account: ask another administrator.',
    super_admin_required: 'This is an administrator’s account: only a super administrator changes it.',
    mfa_not_enabled: 'MFA not enabled',
    mfa_already_enabled: 'There is a second factor already. Reset it first to hand an app over.',
    nothing_waits: 'There is a second factor: no grace period runs.',
    enrolment_demanded: 'After a reset, or with an app handed over, there is no grace to extend.',
  },
  ownIsElsewhere: 'Your own second factors and password',
  access: {
    title: 'Signing in',
    free: 'Nothing stands in the way of signing in.',
    passwords: (when: Inline): Sentence => [
      'Too many wrong passwords: at least one place is locked out until ',
      when,
      '.',
    ],
    codes: (when: Inline): Sentence => ['Too many wrong codes: at least one browser is refused until ', when, '.'],
    codesForGood: 'Too many wrong codes in a row: refused until an administrator unlocks.',
    lockedOut: 'Locked out',
    lookFirst: 'Look at what happened below first: whoever was stopped at the code knew the password.',
  },
  sessions: {
    title: 'Sessions',
    none: 'Signed in nowhere.',
    more: (total: number) => `All ${total} sessions`,
    columns: {
      device: 'Browser',
      from: 'From',
      signedIn: 'Signed in',
      used: 'Last used',
      applications: 'Applications',
    },
  },
  events: {
    title: 'What happened',
    none: 'Nothing is in the audit log.',
    all: 'All of it, in the audit log',
    columns: { at: 'When', type: 'What', outcome: 'Outcome', actor: 'By', from: 'From', reason: 'Reason' },
    outcome: { success: 'Done', failure: 'Refused' },
    actors: {
      own: 'The person',
      account: 'Another account',
      client: 'An application',
      system: 'This server',
      cli: 'The command line',
      anonymous: 'Somebody',
    },
  },
  notices: {
    disable: 'All second factors are gone. The person is told by mail.',
    reset: 'All second factors are gone. A new one must be set up at the next sign-in. The person is told by mail.',
    grace: 'The grace period was extended.',
    unlocked: 'Wrong passwords and codes are forgotten.',
    session: 'The session was signed out.',
    everywhere: 'Signed out everywhere.',
    changed: 'The account was changed.',
    created: 'The account was made.',
  },
  back: 'All users',
};

export type UserMessages = typeof enUser;

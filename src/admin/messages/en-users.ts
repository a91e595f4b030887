/** The sentences of the list of accounts, in English. */

/** The English catalogue that the other languages must match. */
export const enUsers = {
  title: 'Users',
  create: 'New user',
  filters: {
    label: 'Search',
    q: 'Address or name begins with',
    mfa: 'Second factor',
    role: 'Role',
    status: 'Status',
    locked: 'Sign-in',
    any: 'Any',
    mfaStates: { on: 'On', off: 'Off', overdue: 'Overdue' },
    statuses: { active: 'Active', pending: 'Waits for approval', disabled: 'Disabled' },
    sort: 'Order',
    sorts: {
      created: 'Oldest first',
      '-created': 'Newest first',
      email: 'Address, A to Z',
      '-email': 'Address, Z to A',
      last_sign_in: 'Longest not signed in',
      '-last_sign_in': 'Last signed in',
    },
    lockedOnly: 'Locked out',
    button: 'Search',
    clear: 'Show all',
  },
  columns: {
    email: 'E-mail address',
    name: 'Name',
    status: 'Status',
    mfa: 'Second factor',
    roles: 'Roles',
    lastSignIn: 'Last sign-in',
    created: 'Created',
  },
  caption: 'Accounts',
  sortBy: (column: string) => `Sort by ${column}`,
  never: 'Never',
  until: 'Off, until ',
  none: 'Nobody fits.',
  noneHere: 'Nobody here fits; look on.',
  overdueMeans:
    'Each page looks at 500 accounts without a second factor, and shows those that policy waits for no longer.',
  next: 'Next',
  first: 'First page',
  pages: 'Pages',
  many: {
    title: 'With many at once',
    hint: 'With those that are ticked; when none is, with all that were found, on every page. The next page says with how many, before anything happens.',
    grace: 'Extend the grace period',
    remind: 'Ask to set up a second factor',
    tick: (email: string) => `Tick ${email}`,
  },
  file: 'Download (CSV)',
  notices: { deleted: 'The account was deleted.' },
};

export type UsersMessages = typeof enUsers;

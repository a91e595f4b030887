/** The sentences of the pages about groups, in English. */

/** The English catalogue that the other languages must match. */
export const enGroups = {
  title: 'Groups',
  means:
    'Accounts that belong together, such as those of a department. A group can have a rule of its own about second factors; of all rules about an account the strictest counts.',
  none: 'There is no group yet.',
  pages: 'Pages of the list',
  first: 'First',
  next: 'Next',
  back: 'Policy',
  backToList: 'All groups',
  backToGroup: 'Back to the group',
  cancel: 'Back, change nothing',
  columns: { name: 'Group', rule: 'Second factor', since: 'Required since', created: 'Made' },
  never: 'not so far',
  changeRule: 'Change its rule',
  members: {
    title: 'Members',
    means: 'Its rule counts for them, with the days of grace from the moment they joined.',
    none: 'Nobody is in it.',
    noMore: 'There is nobody further on in the list.',
    columns: { account: 'Account', joined: 'Joined' },
  },
  name: { label: 'Name', hint: 'At most 60 characters. No other group may have it, whatever the capitals.' },
  create: { title: 'Make a group', act: 'Make a group', button: 'Make the group' },
  rename: { title: 'Rename a group', act: 'Rename', button: 'Rename', means: 'Members and rule stay.' },
  move: {
    title: 'Members of a group',
    act: 'Add or remove members',
    add: 'Add',
    users: {
      label: 'E-mail addresses',
      hint: (most: number) =>
        `One on each line, at most ${most}. All of them are added, or none. Who is in the group already stays as they are.`,
    },
    addButton: 'Add them',
    remove: 'Remove',
    removeMeans: 'The group’s rule no longer counts for them. Other rules still do.',
    removeButton: 'Remove those ticked',
    force: 'Also when no administrator is left who can work',
    forceHint: 'Then only the command line on the server’s machine lets anybody administer.',
    adminsBySuper: 'Only a super administrator adds administrators to a group, or removes them.',
  },
  remove: {
    title: 'Delete a group',
    act: 'Delete',
    means: 'Its members keep their accounts and everything else, and are in this group no more.',
    rule: (level: string) =>
      `Its rule about second factors (“${level}”) goes with it, and no longer counts for its members. Other rules still do.`,
    again: 'A group of the same name made later is another one: empty, and without a rule.',
    superOnly: 'Only a super administrator deletes a group that has a rule.',
    button: 'Delete the group',
  },
  problems: {
    no_name: 'Give the group a name of 1 to 60 characters, without control characters.',
    name_taken: 'There is a group with this name already.',
    group_not_found: 'The group was deleted meanwhile.',
    account_not_found: 'One of these accounts was deleted meanwhile.',
    no_admin_left:
      'No administrator would be left who can sign in and administer. Set up a second factor for one of them first.',
    super_admin_required:
      'There is an administrator among them. Only a super administrator adds administrators to a group, or removes them.',
    no_users: 'Give at least one e-mail address.',
    too_many_users: (most: number) => `At most ${most} at a time.`,
    unknown_users: (some: string) => `There is no account with this address: ${some}. Nobody was added.`,
    more: (some: string, others: number) => `${some}, and ${others} more`,
    none_ticked: 'Tick those who are to leave the group.',
  },
  done: {
    created: 'The group was made.',
    renamed: 'The group was renamed.',
    deleted: 'The group was deleted.',
    added: { one: 'account was added.', other: 'accounts were added.' },
    addedNone: 'They all were in the group already.',
    removed: { one: 'account was removed.', other: 'accounts were removed.' },
    removedNone: 'None of them was in the group any more.',
  },
};

export type GroupsMessages = typeof enGroups;

/** The sentences of acts on many accounts, in English. */

/** The English catalogue that the other languages must match. */
export const enBulk = {
  extend_grace: {
    title: 'Extend the grace period of many',
    means:
      'Until the end of this day these accounts may sign in without the second factor that policy requires. Whoever has more time already keeps it.',
    leftOut: 'Left out: accounts with a second factor, and those that a reset asks for one at once.',
    button: 'Extend for these accounts',
  },
  remind: {
    title: 'Ask many to set up a second factor',
    means: 'Sends each of these people a mail that asks them to set up a second factor.',
    leftOut:
      'Left out: accounts with a second factor, those that are not active, and whoever was asked in the last 24 hours.',
    button: 'Send the mails',
  },
  never: 'Your own account is left out, and so are administrators’, unless you are a super administrator.',
  ticked: (count: number) =>
    count === 1 ? 'The one account that you ticked.' : `The ${count} accounts that you ticked.`,
  found: (count: number) =>
    count === 1 ? 'The one account that was found.' : `All ${count} accounts that were found.`,
  everybody: (count: number) => `No search narrows it: all ${count} accounts.`,
  overdue: (count: number) => `Those of ${count} accounts without a second factor that policy waits for no longer.`,
  background: 'It is done in the background. Each account gets its own line in the audit log.',
  back: 'Back, do nothing',
  job: {
    state: 'State',
    running: 'Under way',
    done: 'Done',
    stopped: 'Stopped',
    actorEnded: 'Whoever began it was signed out everywhere, changed or removed meanwhile. What was done stays done.',
    seen: 'Looked at',
    of: (seen: number, total: number) => `${seen} of ${total}`,
    changed: 'Done for',
    began: 'Began',
    ended: 'Ended',
    until: 'Until',
    reason: 'Reason',
    label: 'How far it is',
    waits: 'This page looks again every few seconds. It goes on when you leave, and after a restart of the server.',
    again: 'Look again',
    events: 'What happened, in the audit log',
    users: 'All users',
  },
};

export type BulkMessages = typeof enBulk;

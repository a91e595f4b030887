/** The sentences of the pages about the policy, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enPolicy = {
  title: 'Policy',
  means:
    'Who must have a second factor. Of all rules about an account the strictest counts; whoever has a second factor is asked for it in any case. Applications and APIs may demand one besides.',
  change: 'Change the policy',
  columns: { who: 'Who', level: 'Second factor', source: 'Decided by', since: 'Required since' },
  everybody: 'Everybody',
  role: (name: string) => `Role ${name}`,
  group: (name: string) => `Group ${name}`,
  days: 'Days of grace',
  levels: {
    optional: 'Optional',
    encouraged: 'Encouraged',
    report_only: 'Report only',
    required: 'Required',
  },
  levelsMean: {
    title: 'What the words mean',
    optional: 'Whoever wants one has one.',
    encouraged: 'People are asked gladly after the password, and can say “Not now”.',
    report_only:
      'Asks for nothing. The audit log says at each sign-in what “Required” would have done: try it for a week before you require.',
    required: 'Required, after the days of grace. Then nobody gets in without one.',
  },
  sources: {
    environment: (variable: string) => `the environment (${variable})`,
    database: 'this page',
    default: 'nobody: the default',
  },
  fixed: (variable: string) => `Fixed by ${variable} in the environment. Change it there, or take it away.`,
  form: {
    title: 'Change the policy',
    default: 'No rule: the default',
    otherRole: 'Another role',
    otherRoleHint: 'Its name: small letters, digits, _ and -.',
    otherGroup: 'Another group',
    otherGroupHint: 'Its name.',
    level: 'Its rule',
    days: { label: 'Days of grace', hint: '0 to 90. Empty: the default.' },
    preview: 'Show who would be affected',
    back: 'Back, change nothing',
    superOnly: 'Only a super administrator changes the policy. Ask one of them.',
  },
  confirm: {
    title: 'Change the policy?',
    rules: 'Rules',
    from: 'Now',
    to: 'Then',
    effects: 'Who would be affected',
    effectsMeans: 'Accounts, counted a moment ago by the same decision that the sign-in asks.',
    byRole: 'By role, where something changes',
    byGroup: 'By group, where something changes',
    fromTo: (from: number, to: number) => (from === to ? `${to}` : `${from}, then ${to}`),
    standings: {
      enrolled: 'With a second factor',
      in_grace: 'Without one, may wait',
      overdue: 'Without one, must set it up at the next sign-in',
      exempt: 'Without one, and nothing requires it',
    },
    administrators: 'Administrators who can work',
    superAdmins: 'Super administrators who can work',
    affected: 'Among them',
    byDay: (day: Inline): Sentence => [' by ', day],
    nobody: 'Nobody’s sign-in would be different.',
    noAdmin: 'No administrator would be left who can work: this will be refused.',
    atOnce:
      'It counts at once, for everybody who is signed in too. A requirement that begins now gives everybody the days of grace; one that was there before renews nobody’s.',
    force: 'Also when no administrator is left who can work',
    forceHint: 'Then only the command line on the server’s machine lets anybody administer.',
    button: 'Change the policy',
    again: 'Change something else',
  },
  problems: {
    nothing: 'Nothing is different from what counts now.',
    level: 'Choose one of the words.',
    role: 'A role has small letters, digits, _ and -, at most 40 of them.',
    group: 'There is no group of this name.',
    days: 'Give a whole number from 0 to 90, or nothing.',
    many: 'At most ten roles and ten groups at a time.',
    no_admin_left:
      'No administrator would be left who can sign in and administer. Set up a second factor for one of them first.',
    fixed_by_environment: 'The environment decides one of these meanwhile.',
    group_not_found: 'A group was deleted meanwhile.',
    too_many_rules: 'There can be 200 rules. Take some away first.',
  },
  done: { changed: 'The policy was changed.' },
};

export type PolicyMessages = typeof enPolicy;

/** The sentences of the page of connected applications, in English. */
import type { Inline, Sentence } from '../../../interactions/views/messages/sentence.js';

/** The English catalogue that the other languages must match. */
export const enApps = {
  title: 'Connected applications',
  back: 'Back to Security',
  means:
    'Applications that you have signed in to, or allowed something. Access that you remove ends at once; a service that an application uses may notice up to ten minutes later.',
  may: 'It may:',
  firstParty: 'Part of this organization',
  firstPartyMeans: 'You are not asked before it is connected. Signing in there connects it again.',
  since: (when: Inline): Sentence => ['Since ', when],
  lastUsed: (when: Inline): Sentence => ['Last used ', when],
  remove: 'Remove access',
  /** Follows the button's words for those who hear them one by one. */
  which: (name: string) => `: ${name}`,
  none: 'No application is connected to your account.',
  removed: 'The access was removed.',
};

export type AppsMessages = typeof enApps;

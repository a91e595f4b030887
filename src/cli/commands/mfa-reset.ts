/** `mfa reset`. */
import { userOption } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { reasonOption, takeAwayMfa } from '../mfa-removal.js';

export const mfaReset = defineCommand({
  words: 'mfa reset',
  summary: 'The same, and demand a new second factor at the next sign-in, without grace',
  place: 'beside-database',
  options: { user: userOption, reason: reasonOption },
  run: (context, { user, reason }) => takeAwayMfa(context, { user, reason, demandEnrolment: true }),
});

/** `mfa disable`. */
import { userOption } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { reasonOption, takeAwayMfa } from '../mfa-removal.js';

export const mfaDisable = defineCommand({
  words: 'mfa disable',
  summary: 'Take all second factors and backup codes from an account and sign it out everywhere',
  place: 'beside-database',
  options: { user: userOption, reason: reasonOption },
  run: (context, { user, reason }) => takeAwayMfa(context, { user, reason, demandEnrolment: false }),
});

/** `mfa enroll`: an authenticator app set up for somebody who has none, and handed over. */
import { userOption } from '../account-lookup.js';
import { performNamed } from '../administered.js';
import { defineCommand } from '../command.js';
import { handedOverAnswer, handOver } from '../handed-over-app.js';
import { reasonOption } from '../mfa-removal.js';

export const mfaEnroll = defineCommand({
  words: 'mfa enroll',
  summary: 'Set an authenticator app up for an account without one; prints its key once',
  place: 'beside-database',
  options: { user: userOption, reason: reasonOption },
  async run(context, { user, reason }) {
    const act = await handOver(context);
    const { account, result } = await performNamed(context, { user, act, input: { reason } });
    return handedOverAnswer(account, result);
  },
});

/** `user enable`: opens an account again. */
import { userOption } from '../account-lookup.js';
import { setStatus } from '../account-status.js';
import { defineCommand } from '../command.js';

export const userEnable = defineCommand({
  words: 'user enable',
  summary: 'Open an account again that was shut',
  place: 'beside-database',
  options: { user: userOption },
  plainWord: 'user',
  run: (context, { user }) => setStatus(context, { user, status: 'active' }),
});

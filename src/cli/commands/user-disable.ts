/** `user disable`: shuts an account without removing anything of it. */
import { userOption } from '../account-lookup.js';
import { setStatus } from '../account-status.js';
import { forceOption } from '../administered.js';
import { defineCommand } from '../command.js';

export const userDisable = defineCommand({
  words: 'user disable',
  summary: 'Shut an account: signed out everywhere, no sign-in, no new password by mail',
  place: 'beside-database',
  options: { user: userOption, force: forceOption },
  plainWord: 'user',
  run: (context, { user, force }) => setStatus(context, { user, status: 'disabled', force }),
});

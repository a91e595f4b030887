/** `session end`. */
import { endUserSessions } from '../../administration/user-access.js';
import { userOption } from '../account-lookup.js';
import { performNamed } from '../administered.js';
import { defineCommand } from '../command.js';
import { optional, textUpTo } from '../option.js';

export const sessionEnd = defineCommand({
  words: 'session end',
  summary: 'Sign an account out everywhere, or of one session',
  place: 'beside-database',
  options: {
    user: userOption,
    session: optional('ID', 'Only this one, by its id from "session list"', textUpTo(200)),
  },
  plainWord: 'user',
  async run(context, { user, session }) {
    const { account } = await performNamed(context, { user, act: endUserSessions, input: { session } });
    const { id, email } = account;
    return {
      json: { id, email, session: session ?? null, ended: true },
      text: `${email} is signed out ${session === undefined ? 'everywhere' : 'of that session'}.`,
    };
  },
});

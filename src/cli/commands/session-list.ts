/** `session list`. */
import { sessionJson } from '../../api/session-view.js';
import { listSessions } from '../../oidc/sessions.js';
import { accountNamed, userOption } from '../account-lookup.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { table } from '../printable.js';

export const sessionList = defineCommand({
  words: 'session list',
  summary: 'Show where an account is signed in, the last used first',
  place: 'beside-database',
  options: { user: userOption },
  plainWord: 'user',
  async run(context, { user }) {
    const { database, keyRing } = await openInstallation(context);
    const { account } = await accountNamed(database, user);
    const data = (await listSessions(database, keyRing, account.id)).map(sessionJson);
    const rows = data.map(({ clients, ...session }) => ({ ...session, clients: clients.map(({ name }) => name) }));
    const names = ['id', 'created_at', 'last_used_at', 'ip', 'clients', 'user_agent'];
    return { json: { data }, text: table(rows, names, `${account.email} is signed in nowhere.`) };
  },
});

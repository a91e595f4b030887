/** `client list`. */
import { listClients } from '../../oidc/client-list-store.js';
import { clientJson } from '../client-json.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, countFrom, optional } from '../option.js';
import { table } from '../printable.js';

export const clientList = defineCommand({
  words: 'client list',
  summary: 'List relying parties, oldest first',
  place: 'beside-database',
  options: {
    limit: optional('N', 'How many at most (1-1000, else 200)', countFrom(1, 1000)),
    after: optional('ID', 'Go on after this client', anyText),
  },
  async run(context, { limit = 200, after }) {
    const { database } = await openInstallation(context);
    const clients = (await listClients(database, { limit, ...(after === undefined ? {} : { after }) })).map(clientJson);
    return {
      json: { data: clients },
      text: table(
        clients,
        ['client_id', 'client_name', 'grant_types', 'require_mfa', 'last_used_at'],
        'There are no relying parties.',
      ),
    };
  },
});

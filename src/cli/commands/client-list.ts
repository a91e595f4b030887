/** `client list`. */
import { listClients } from '../../oidc/client-list-store.js';
import { clientJson } from '../client-json.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, countFrom, flag, optional } from '../option.js';
import { table } from '../printable.js';

export const clientList = defineCommand({
  words: 'client list',
  summary: 'List relying parties, oldest first',
  place: 'beside-database',
  options: {
    name: optional('N', 'Only those whose name begins so, in capitals or not', anyText),
    public: flag('Only public ones'),
    confidential: flag('Only those with a secret or keys'),
    'require-mfa': flag('Only those whose sign-ins need a second factor'),
    limit: optional('N', 'How many at most (1-1000, else 200)', countFrom(1, 1000)),
    after: optional('ID', 'Go on after this client', anyText),
  },
  async run(context, { limit = 200, after, ...asked }) {
    if (asked.public && asked.confidential)
      throw new CommandRefused('contradiction', '--public and --confidential exclude each other.');
    const { database } = await openInstallation(context);
    const filter = {
      namePrefix: asked.name,
      isPublic: asked.public ? true : asked.confidential ? false : undefined,
      requireMfa: asked['require-mfa'] ? true : undefined,
    };
    const clients = (await listClients(database, { limit, after, filter })).map(clientJson);
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

/** `client show`. */
import { findClientById } from '../../oidc/client-store.js';
import { clientJson, clientNotFound, clientOption } from '../client-json.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { fields } from '../printable.js';

export const clientShow = defineCommand({
  words: 'client show',
  summary: 'Show a relying party, without its secret',
  place: 'beside-database',
  options: { client: clientOption },
  plainWord: 'client',
  async run(context, { client }) {
    const { database } = await openInstallation(context);
    const found = await findClientById(database, client);
    if (found === undefined) throw clientNotFound();
    const json = clientJson(found);
    return { json, text: fields(json) };
  },
});

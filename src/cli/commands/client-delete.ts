/** `client delete`. */
import { deleteClient } from '../../oidc/client-store.js';
import { done } from '../audited.js';
import { clientNotFound, clientOption } from '../client-json.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';

export const clientDelete = defineCommand({
  words: 'client delete',
  summary: 'Remove a relying party, its tokens and what people allowed it',
  place: 'beside-database',
  options: { client: clientOption },
  plainWord: 'client',
  async run(context, { client }) {
    const { database } = await openInstallation(context);
    const deleted = await deleteClient(database, client, [done(context, 'client.deleted', { clientId: client })]);
    if (!deleted.ok) throw clientNotFound();
    return { json: { client_id: client, deleted: true }, text: `The relying party ${client} is removed.` };
  },
});

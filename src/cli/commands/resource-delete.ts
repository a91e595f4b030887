/** `resource delete`. */
import { deleteResource } from '../../oidc/resource-store.js';
import { done } from '../audited.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { identifierOption, resourceNotFound } from '../resource-json.js';

export const resourceDelete = defineCommand({
  words: 'resource delete',
  summary: 'Remove a resource server; its tokens count no more where this server is asked about them',
  place: 'beside-database',
  options: { identifier: identifierOption },
  plainWord: 'identifier',
  async run(context, { identifier }) {
    const { database } = await openInstallation(context);
    const events = [done(context, 'resource.deleted', { detail: { identifier } })];
    const deleted = await deleteResource(database, { identifier }, events);
    if (!deleted.ok) throw resourceNotFound();
    return { json: { identifier, deleted: true }, text: `The resource ${identifier} is removed.` };
  },
});

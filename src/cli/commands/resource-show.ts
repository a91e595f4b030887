/** `resource show`. */
import { findResource } from '../../oidc/resource-store.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { fields } from '../printable.js';
import { identifierOption, resourceJson, resourceNotFound } from '../resource-json.js';

export const resourceShow = defineCommand({
  words: 'resource show',
  summary: 'Show a resource server',
  place: 'beside-database',
  options: { identifier: identifierOption },
  plainWord: 'identifier',
  async run(context, { identifier }) {
    const { database } = await openInstallation(context);
    const found = await findResource(database, context.settings.issuer, identifier);
    if (found === undefined) throw resourceNotFound();
    const json = resourceJson(found);
    return { json, text: fields(json) };
  },
});

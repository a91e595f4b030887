/** `resource list`. */
import { listResources } from '../../oidc/resource-list-store.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { table } from '../printable.js';
import { resourceJson } from '../resource-json.js';

export const resourceList = defineCommand({
  words: 'resource list',
  summary: 'List resource servers, our own API first',
  place: 'beside-database',
  options: {},
  async run(context) {
    const { database } = await openInstallation(context);
    const resources = (await listResources(database, context.settings.issuer)).map(resourceJson);
    const text = table(
      resources,
      ['identifier', 'scope', 'token_format', 'min_acr', 'access_token_ttl'],
      'There are no resources.',
    );
    return { json: { data: resources }, text };
  },
});

/** `resource create`. */
import { createResource } from '../../oidc/resource-store.js';
import { done } from '../audited.js';
import { defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, required } from '../option.js';
import { fields } from '../printable.js';
import { identifierOption, resourceDetail, resourceJson, resourceOptions, resourceRefused } from '../resource-json.js';

export const resourceCreate = defineCommand({
  words: 'resource create',
  summary: 'Register a resource server that tokens can be asked for',
  place: 'beside-database',
  options: {
    identifier: identifierOption,
    scope: required('S', 'Space-separated scopes', anyText),
    ...resourceOptions,
  },
  async run(context, { identifier, scope, ...values }) {
    const { database } = await openInstallation(context);
    const asked = {
      identifier,
      scope,
      tokenFormat: values['token-format'] ?? 'jwt',
      minAcr: values['min-acr'] ?? null,
      accessTokenTtlSeconds: values['access-token-ttl'] ?? null,
    };
    const events = [done(context, 'resource.created', { detail: resourceDetail(asked) })];
    const created = await createResource(database, context.settings.issuer, asked, events);
    if (!created.ok) throw resourceRefused(created.because);
    const json = resourceJson(created.resource);
    return { json, text: fields(json) };
  },
});

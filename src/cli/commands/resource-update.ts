/** `resource update`. */
import { updateResource } from '../../oidc/resource-store.js';
import { done } from '../audited.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, flag, optional } from '../option.js';
import { fields } from '../printable.js';
import {
  identifierOption,
  resourceJson,
  resourceNotFound,
  resourceOptions,
  resourceRefused,
} from '../resource-json.js';

export const resourceUpdate = defineCommand({
  words: 'resource update',
  summary: 'Change a resource server; what is not given stays',
  place: 'beside-database',
  options: {
    identifier: identifierOption,
    scope: optional('S', 'Space-separated scopes; replaces all of them', anyText),
    ...resourceOptions,
    'no-min-acr': flag('No least acr'),
    'no-access-token-ttl': flag('They live as long as the installation has it'),
  },
  plainWord: 'identifier',
  async run(context, values) {
    for (const name of ['min-acr', 'access-token-ttl'] as const) {
      if (values[name] !== undefined && values[`no-${name}`])
        throw new CommandRefused('contradiction', `--${name} and --no-${name} exclude each other.`);
    }
    const change = {
      scope: values.scope,
      tokenFormat: values['token-format'],
      minAcr: values['no-min-acr'] ? null : values['min-acr'],
      accessTokenTtlSeconds: values['no-access-token-ttl'] ? null : values['access-token-ttl'],
    };
    if (Object.values(change).every((value) => value === undefined))
      throw new CommandRefused('nothing_to_change', 'Say what to change; see --help.');
    const { database } = await openInstallation(context);
    const { identifier } = values;
    const changed = await updateResource(database, { identifier }, change, (_resource, difference) => [
      done(context, 'resource.updated', { detail: { identifier, fields: difference.fields, ...difference.detail } }),
    ]);
    if (changed.ok) return { json: resourceJson(changed.resource), text: fields(resourceJson(changed.resource)) };
    throw changed.because === 'resource_not_found' ? resourceNotFound() : resourceRefused(changed.because);
  },
});

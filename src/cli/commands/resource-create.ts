/** `resource create`. */
import { createResource } from '../../oidc/resource-store.js';
import { done } from '../audited.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { anyText, optional, required, textUpTo, wordOf } from '../option.js';
import { fields } from '../printable.js';
import { resourceJson } from '../resource-json.js';

export const resourceCreate = defineCommand({
  words: 'resource create',
  summary: 'Register a resource server that tokens can be asked for',
  place: 'beside-database',
  options: {
    identifier: required('URI', 'Its identifier, the audience of its tokens', anyText),
    scope: required('S', 'Space-separated scopes', anyText),
    'token-format': optional(
      'jwt|opaque',
      'jwt (default) can be checked offline, opaque be revoked',
      wordOf('jwt', 'opaque'),
    ),
    'min-acr': optional('A', 'Least acr of sign-ins behind its tokens', textUpTo(200)),
  },
  async run(context, { identifier, scope, 'token-format': tokenFormat = 'jwt', 'min-acr': minAcr = null }) {
    const { database } = await openInstallation(context);
    // The audit log has no type of its own for resources; what tokens may be issued for is policy.
    const detail = { change: 'resource_created', identifier, scope, token_format: tokenFormat, min_acr: minAcr };
    const events = [done(context, 'policy.changed', { detail })];
    const asked = { identifier, scope, tokenFormat, minAcr };
    const created = await createResource(database, context.settings.issuer, asked, events);
    if (!created.ok) throw new CommandRefused(created.because, words[created.because]);
    const json = resourceJson(created.resource);
    return { json, text: fields(json) };
  },
});

const words = {
  not_a_uri: 'The identifier must be an absolute URI.',
  fragment: 'The identifier must have no fragment (#).',
  reserved: "This identifier is Countersign's own API.",
  invalid_scope: 'The scope has a character that scopes cannot have.',
  unknown_acr: 'This acr value is not known here.',
  identifier_taken: 'There is a resource with this identifier already.',
} as const;

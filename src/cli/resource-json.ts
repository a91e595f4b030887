/** A resource server as commands print it, and what is said when one is refused. Pure. */
import type { Resource, ResourceProblem } from '../oidc/resource.js';
import { resourceFacts } from '../oidc/resource-members.js';
import { resourceProblemWords } from '../oidc/resource-problem-words.js';
import { CommandRefused } from './command.js';
import { anyText, durationUpTo, optional, required, textUpTo, wordOf } from './option.js';

/** The option itself, the same for every command about one resource. */
export const identifierOption = required('URI', 'Its identifier, the audience of its tokens', anyText);

/** Options that say the same of a new resource and of one that is there. */
export const resourceOptions = {
  'token-format': optional(
    'jwt|opaque',
    'jwt can be checked offline (default), opaque be revoked',
    wordOf('jwt', 'opaque'),
  ),
  'min-acr': optional('A', 'Least acr of sign-ins behind its tokens', textUpTo(200)),
  'access-token-ttl': optional('D', 'Life of its access tokens, such as 5m', durationUpTo(86_400)),
};

export function resourceJson(resource: Resource): Record<string, unknown> {
  const { identifier, scope, tokenFormat, minAcr, accessTokenTtlSeconds } = resource;
  return {
    identifier,
    scope,
    token_format: tokenFormat,
    min_acr: minAcr,
    access_token_ttl: accessTokenTtlSeconds,
  };
}

/** What an event says of a resource. */
export function resourceDetail(resource: Resource): Record<string, unknown> {
  return { identifier: resource.identifier, ...resourceFacts(resource) };
}

export function resourceNotFound(): CommandRefused {
  return new CommandRefused('resource_not_found', 'There is no such resource.');
}

export function resourceRefused(because: ResourceProblem | 'identifier_taken'): CommandRefused {
  if (because === 'identifier_taken')
    return new CommandRefused(because, 'There is a resource with this identifier already.');
  const { field, words } = resourceProblemWords[because];
  return new CommandRefused(because, `The ${field} ${words}.`);
}

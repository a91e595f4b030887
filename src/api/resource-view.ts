/** From a resource server to its JSON, and from what is wrong with one to its problem. Pure. */
import type { z } from 'zod';
import { Problem } from '../http/problem.js';
import type { RegisteredResource, ResourceProblem } from '../oidc/resource.js';
import { resourceProblemWords } from '../oidc/resource-problem-words.js';
import type { resourceSchema } from './resource-schema.js';

export function showResource(resource: RegisteredResource): z.input<typeof resourceSchema> {
  return {
    id: resource.id,
    identifier: resource.identifier,
    scope: resource.scope,
    token_format: resource.tokenFormat,
    min_acr: resource.minAcr,
    access_token_ttl: resource.accessTokenTtlSeconds,
    created_at: resource.createdAt.toISOString(),
    updated_at: resource.updatedAt.toISOString(),
  };
}

/** In the form of RFC 7591's refusals: a code for the whole, and in `errors` what is wrong, by a JSON pointer into the body. */
export function resourceProblem(because: ResourceProblem): Problem {
  const { field, words } = resourceProblemWords[because];
  const members = { errors: [{ pointer: `#/${field}`, detail: words, because }] };
  return new Problem(400, 'invalid_resource_metadata', `The resource’s ${field} ${words}.`, { members });
}

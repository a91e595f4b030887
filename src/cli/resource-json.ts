/** A resource server as commands print it. Pure. */
import type { Resource } from '../oidc/resource.js';

export function resourceJson({ identifier, scope, tokenFormat, minAcr }: Resource): Record<string, unknown> {
  return { identifier, scope, token_format: tokenFormat, min_acr: minAcr };
}

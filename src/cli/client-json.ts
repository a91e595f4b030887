/** A relying party as commands print it: RFC 7591 names and ours, never its secret. Pure. */

import type { Client } from '../oidc/client.js';
import { clientProblemWords } from '../oidc/client-problem-words.js';
import type { ClientProblem } from '../oidc/client-registration.js';
import { CommandRefused } from './command.js';
import { required, textUpTo } from './option.js';
import { printable } from './printable.js';

/** The option itself, the same for every command about one client. */
export const clientOption = required('ID', 'Its client_id', textUpTo(128), 'id');

export function clientNotFound(): CommandRefused {
  return new CommandRefused('client_not_found', 'There is no such relying party.');
}

export function clientJson(client: Client): Record<string, unknown> {
  return {
    client_id: client.id,
    ...client.metadata,
    require_mfa: client.requireMfa,
    min_acr: client.minAcr,
    skip_consent: client.skipConsent,
    previous_secret_expires_at: client.previousSecretExpiresAt?.toISOString() ?? null,
    created_at: client.createdAt.toISOString(),
    updated_at: client.updatedAt.toISOString(),
    last_used_at: client.lastUsedAt?.toISOString() ?? null,
  };
}

/** All problems at once. */
export function clientRefused(problems: readonly ClientProblem[]): CommandRefused {
  const sentences = problems.map(({ field, because, value }) => {
    const which = value === undefined ? field : `${field} ${printable(value)}`;
    return `${which}: ${clientProblemWords[because]}`;
  });
  return new CommandRefused('invalid_client_metadata', sentences.join('\n'), { problems });
}

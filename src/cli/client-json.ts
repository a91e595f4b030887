/** A relying party as commands print it: RFC 7591 names and ours, never its secret. Pure. */
import type { Client } from '../oidc/client.js';
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
  };
}

/** All problems at once. */
export function clientRefused(problems: readonly ClientProblem[]): CommandRefused {
  const sentences = problems.map(({ field, because, value }) => {
    const which = value === undefined ? field : `${field} ${printable(value)}`;
    return `${which}: ${words[because]}`;
  });
  return new CommandRefused('invalid_client_metadata', sentences.join('\n'), { problems });
}

const words: Readonly<Record<ClientProblem['because'], string>> = {
  missing: 'is missing',
  not_allowed: 'is not allowed for this kind of client',
  too_long: 'is too long',
  control_character: 'has a control character in it',
  unknown_value: 'is not known here',
  needs_a_secret: 'needs a client with a secret, so not --public',
  needs_keys: 'needs keys',
  private_key: 'must not hold a private key',
  not_a_uri: 'is not an absolute URI',
  not_https: 'must begin with https:// (or http:// on this machine)',
  fragment: 'must have no fragment (#)',
  credentials: 'must have no user name or password in it',
  wildcard: 'must have no * in its host',
  scheme_without_dot: 'must have a scheme named after a domain of yours, such as com.example.app:',
};

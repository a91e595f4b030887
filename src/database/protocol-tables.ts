/** The tables of the protocol: clients, resources, consents, signing keys, and what the engine keeps. */
import type { Generated } from 'kysely';
import type { Json, MomentWithDefault } from './column-types.js';

export interface OidcRecordTable {
  model: string;
  id: string;
  payload_sealed: string;
  account_id: string | null;
  generation: number | null;
  client_id: string | null;
  grant_id: string | null;
  session_uid: string | null;
  uid: string | null;
  user_code: string | null;
  expires_at: Date | null;
  consumed_at: Date | null;
}

export interface ClientTable {
  id: string;
  secret_hash: string | null;
  metadata: Json<Record<string, unknown>>;
  require_mfa: Generated<boolean>;
  min_acr: string | null;
  skip_consent: Generated<boolean>;
  created_at: MomentWithDefault;
  updated_at: MomentWithDefault;
  previous_secret_hash: string | null;
  previous_secret_expires_at: Date | null;
  last_used_at: Date | null;
}

export interface ResourceTable {
  identifier: string;
  scope: Generated<string>;
  token_format: Generated<'jwt' | 'opaque'>;
  min_acr: string | null;
  created_at: MomentWithDefault;
  id: Generated<string>;
  access_token_ttl: number | null;
  updated_at: MomentWithDefault;
}

export interface ConsentTable {
  account_id: string;
  client_id: string;
  granted: Json<{ openid?: { scope?: string; claims?: string[] }; resources?: Record<string, string> }>;
  created_at: MomentWithDefault;
  updated_at: MomentWithDefault;
}

export interface SigningKeyTable {
  kid: string;
  algorithm: 'RS256' | 'ES256';
  private_jwk_sealed: string;
  created_at: MomentWithDefault;
  retired_at: Date | null;
  signs_from: MomentWithDefault;
}

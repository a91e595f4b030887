/** Relying parties for the document's examples. */
import type { ShownClient } from './client-schema.js';

/** With every member that a client can be sent with. */
export const exampleNewClient = {
  client_name: 'Web shop',
  redirect_uris: ['https://shop.example.com/callback'],
  post_logout_redirect_uris: ['https://shop.example.com/'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
  application_type: 'web',
  id_token_signed_response_alg: 'RS256',
  scope: 'openid email offline_access',
  client_uri: 'https://shop.example.com/',
  policy_uri: 'https://shop.example.com/privacy',
  tos_uri: 'https://shop.example.com/terms',
  default_acr_values: ['urn:countersign:acr:pwd'],
  jwks: null,
  jwks_uri: null,
  access_token_ttl: 900,
  refresh_token_ttl: 86400,
  id_token_ttl: 900,
  require_mfa: true,
  min_acr: null,
  skip_consent: false,
  first_party_challenge: false,
};

const { jwks: _jwks, jwks_uri: _uri, ...present } = exampleNewClient;

export const exampleClient: ShownClient = {
  client_id: 'b7e2a6d0-0c54-4b0e-9d1f-2f6a5c3e8d71',
  ...present,
  previous_secret_expires_at: null,
  created_at: '2026-03-14T09:26:53.589Z',
  updated_at: '2026-03-14T09:26:53.589Z',
  last_used_at: '2026-04-01T09:02:11.340Z',
};

export const exampleClientWithSecret = {
  ...exampleClient,
  client_secret: 'hH2vYp7rTqkZ0mXw4LbN9cJ5sGdF1eAu3iKoRlV6yQE',
  client_secret_expires_at: 0 as const,
};

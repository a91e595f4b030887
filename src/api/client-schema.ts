/** A relying party as the API takes and shows it: RFC 7591 names, and ours. */
import { z } from 'zod';
import { longestOverlapSeconds } from '../oidc/client-secret.js';
import { limitParameter, moment } from './user-schema.js';

/** Text whose rules are those of the registration, which names them by the errors of RFC 7591. */
const text = z.string().max(4000);
/** A bound for the reading only. */
const texts = z.array(text).max(200);

const clientName = text.meta({ description: 'Shown to people on every page of the sign-in', example: 'Web shop' });

/** Members with a default. */
const members = {
  redirect_uris: texts.meta({
    description:
      'Compared letter by letter; https, http on this machine, or a scheme with a dot in it. Needed unless no grant leads there',
    example: ['https://shop.example.com/callback'],
  }),
  post_logout_redirect_uris: texts.meta({ description: 'Where sign-out may lead' }),
  grant_types: texts.meta({
    description:
      '`authorization_code`, `refresh_token` (both are the default), `client_credentials`, `urn:ietf:params:oauth:grant-type:device_code`',
    example: ['authorization_code', 'refresh_token'],
  }),
  response_types: texts.meta({
    description: 'Follows from the grants and need not be sent: `["code"]`, or `[]` without `authorization_code`',
    example: ['code'],
  }),
  token_endpoint_auth_method: text.meta({
    description:
      '`client_secret_basic` (default), `client_secret_post`, `private_key_jwt`, or `none` for browsers and phones',
    example: 'client_secret_basic',
  }),
  application_type: text.meta({ description: '`web` or `native`; else it follows from the URIs', example: 'web' }),
  id_token_signed_response_alg: text.meta({ description: '`RS256` (default) or `ES256`', example: 'RS256' }),
};

/** Members that may be absent. */
const optionalMembers = {
  scope: text.meta({
    description: 'Space-separated scopes it may ask for; without it all, except those of this API without a person',
    example: 'openid email offline_access',
  }),
  client_uri: text.meta({ description: 'Home page; https', example: 'https://shop.example.com/' }),
  policy_uri: text.meta({ description: 'Linked at consent; https', example: 'https://shop.example.com/privacy' }),
  tos_uri: text.meta({ description: 'Linked at consent; https', example: 'https://shop.example.com/terms' }),
  default_acr_values: texts.meta({ description: 'What its requests ask for when they ask for nothing' }),
  jwks: z
    .strictObject({
      keys: z.array(z.looseObject({ kty: z.string().min(1).max(20) })).max(20),
    })
    .meta({ description: 'Public keys for `private_key_jwt`; this or `jwks_uri`' }),
  jwks_uri: text.meta({ description: 'Where its public keys are; https', example: 'https://shop.example.com/jwks' }),
  access_token_ttl: z.int().meta({
    description:
      'Seconds its access tokens live, at most a day. The shortest of this, the resource’s and the installation’s counts',
    example: 900,
  }),
  refresh_token_ttl: z.int().meta({
    description:
      'Seconds its refresh tokens live from the sign-in on, at most a year; the shorter of this and the installation’s counts',
    example: 86400,
  }),
  id_token_ttl: z.int().meta({
    description: 'Seconds its ID tokens live, at most a day; the shorter of this and the installation’s counts',
    example: 900,
  }),
};

const own = {
  require_mfa: z.boolean().meta({ description: 'Every sign-in for it needs a second factor' }),
  skip_consent: z.boolean().meta({ description: 'People are not asked; for one’s own applications' }),
  first_party_challenge: z.boolean().meta({
    description:
      'May take passwords and codes itself, see `/authorize-challenge`; for one’s own applications that have a secret or keys',
  }),
};

const minAcr = text.nullable().meta({
  description: 'The least `acr` of every sign-in for it; null for none',
  example: 'urn:countersign:acr:mfa',
});

const { scope, client_uri, policy_uri, tos_uri, default_acr_values, jwks, jwks_uri } = optionalMembers;
const { access_token_ttl, refresh_token_ttl, id_token_ttl } = optionalMembers;

/** Null is as absent at first, and takes the member away later (RFC 7592 section 2.2). */
const changeable = {
  ...z.object({ ...members, ...own }).partial().shape,
  min_acr: minAcr.optional(),
  scope: scope.nullish(),
  client_uri: client_uri.nullish(),
  policy_uri: policy_uri.nullish(),
  tos_uri: tos_uri.nullish(),
  default_acr_values: default_acr_values.nullish(),
  jwks: jwks.nullish(),
  jwks_uri: jwks_uri.nullish(),
  access_token_ttl: access_token_ttl.nullish(),
  refresh_token_ttl: refresh_token_ttl.nullish(),
  id_token_ttl: id_token_ttl.nullish(),
};

export const newClientBody = z.strictObject({ client_name: clientName, ...changeable }).meta({ id: 'NewClient' });

export const clientChangesBody = z
  .strictObject({ client_name: clientName.optional(), ...changeable })
  .refine((body) => Object.keys(body).length > 0, 'must have at least one member')
  .meta({ id: 'ClientChanges' });

export const rotateSecretBody = z
  .strictObject({
    overlap_seconds: z.int().min(0).max(longestOverlapSeconds).optional().meta({
      description: 'For how long the former secret opens too; 0 without it, at most 30 days',
      example: 86400,
    }),
  })
  .meta({ id: 'RotateSecret' });

const clientShape = {
  client_id: z.string().meta({ example: 'b7e2a6d0-0c54-4b0e-9d1f-2f6a5c3e8d71' }),
  client_name: clientName,
  ...members,
  ...z.object(optionalMembers).partial().shape,
  ...own,
  min_acr: minAcr,
  previous_secret_expires_at: moment
    .nullable()
    .meta({ description: 'Until when the secret before the last rotation opens too; null when it does not' }),
  created_at: moment,
  updated_at: moment,
  last_used_at: moment
    .nullable()
    .meta({ description: 'When it was last given tokens, to within an hour; null when never' }),
};

export const clientSchema = z
  .strictObject(clientShape)
  .meta({ id: 'Client', description: 'A relying party; never its secret, nor what is kept of it' });

export const clientWithSecretSchema = z
  .strictObject({
    ...clientShape,
    client_secret: z.string().optional().meta({ description: 'Shown this once; absent when none was made' }),
    client_secret_expires_at: z.literal(0).optional().meta({ description: 'Beside a secret: it does not expire' }),
  })
  .meta({ id: 'ClientWithSecret', description: 'A relying party, with a secret that was made a moment ago' });

export const clientListSchema = z
  .strictObject({
    data: z.array(clientSchema),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'ClientList', description: 'A page of relying parties, oldest first' });

export type ShownClient = z.input<typeof clientSchema>;

export const clientParams = z.object({
  id: z.string().meta({ description: 'Its `client_id`', example: 'b7e2a6d0-0c54-4b0e-9d1f-2f6a5c3e8d71' }),
});

const isTrue = z.enum(['true', 'false']).transform((word) => word === 'true');

export const clientListQuery = z.object({
  name_prefix: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'What `client_name` begins with, in capitals or not', example: 'web' }),
  public: isTrue.optional().meta({ description: 'Whether it is public: without a secret or keys', example: 'false' }),
  require_mfa: isTrue.optional().meta({ description: 'Its `require_mfa`', example: 'true' }),
  limit: limitParameter('Relying parties per page'),
  cursor: z.string().min(1).max(400).optional().meta({ description: '`next_cursor` of the page before' }),
});

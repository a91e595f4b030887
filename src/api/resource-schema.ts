/** A resource server as the API takes and shows it. */
import { z } from 'zod';
import { limitParameter, moment } from './user-schema.js';

/** Text whose rules are those of the registration. */
const text = z.string().max(4000);

const identifier = text.meta({
  description: 'Absolute URI, the audience of its tokens; never changes',
  example: 'https://orders.example.com',
});

const members = {
  scope: text.meta({ description: 'Space-separated scopes that clients may ask for', example: 'read write' }),
  token_format: z.enum(['jwt', 'opaque']).meta({
    description: '`jwt` (default) can be checked offline and lives ten minutes at most; `opaque` can be revoked',
    example: 'jwt',
  }),
  min_acr: text.nullable().meta({
    description: 'The least `acr` of sign-ins behind its tokens; null for none',
    example: 'urn:countersign:acr:mfa',
  }),
  access_token_ttl: z.int().nullable().meta({
    description:
      'Seconds its access tokens live, at most a day; null for as long as the installation has it. The shortest of this, the client’s and the installation’s counts',
    example: 300,
  }),
};

const changeable = z.object(members).partial().shape;

export const newResourceBody = z.strictObject({ identifier, ...changeable, scope: members.scope }).meta({
  id: 'NewResource',
});

export const resourceChangesBody = z
  .strictObject(changeable)
  .refine((body) => Object.keys(body).length > 0, 'must have at least one member')
  .meta({ id: 'ResourceChanges' });

export const resourceSchema = z
  .strictObject({
    id: z.uuid().meta({ description: 'For addresses here', example: 'f0b9c2de-3a41-4c55-8d77-0a1b2c3d4e5f' }),
    identifier,
    ...members,
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Resource', description: 'A resource server that tokens can be asked for (RFC 8707)' });

export const resourceListSchema = z
  .strictObject({
    data: z.array(resourceSchema),
    next_cursor: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one' }),
  })
  .meta({ id: 'ResourceList', description: 'A page of resources, by their identifiers' });

export const resourceParams = z.object({
  id: z.string().meta({ description: 'Its `id`', example: 'f0b9c2de-3a41-4c55-8d77-0a1b2c3d4e5f' }),
});

export const resourceListQuery = z.object({
  identifier_prefix: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[\x21-\x7e]+$/, 'must be the beginning of a URI')
    .optional()
    .meta({ description: 'What the identifier begins with', example: 'https://orders.' }),
  token_format: members.token_format.optional(),
  limit: limitParameter('Resources per page'),
  cursor: z.string().min(1).max(1000).optional().meta({ description: '`next_cursor` of the page before' }),
});

export const exampleNewResource = {
  identifier: 'https://orders.example.com',
  scope: 'read write',
  token_format: 'jwt' as const,
  min_acr: 'urn:countersign:acr:mfa',
  access_token_ttl: 300,
};

export const exampleResource: z.input<typeof resourceSchema> = {
  id: 'f0b9c2de-3a41-4c55-8d77-0a1b2c3d4e5f',
  ...exampleNewResource,
  created_at: '2026-03-14T09:26:53.589Z',
  updated_at: '2026-03-14T09:26:53.589Z',
};

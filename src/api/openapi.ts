/** Writes the OpenAPI 3.1 document from the same values that the router serves. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import type { ApiScope } from './access-token.js';
import type { Operation } from './operation.js';

/** The document as JSON. */
export type OpenApiDocument = ReturnType<typeof createDocument>;

/** What each scope lets a token do. */
const scopeMeanings: Readonly<Record<ApiScope, string>> = {
  account: 'Read one’s own account; after a recent sign-in, change its second factors',
  'admin:read': 'Read every account. Needs the role admin or super_admin, or a client that was granted it',
  admin:
    'Everything admin:read allows, and changes. Needs the role admin or super_admin, and a recent second factor where there is one',
};

const introduction = `Bearer access tokens for the resource \`ISSUER/api\`, in the Authorization header only.

While policy requires a second factor of administrators, administration needs a token whose sign-in had one; otherwise the answer
is 403 \`mfa_required\` with an RFC 9470 challenge. Tokens made on the command line for emergencies are exempt. Client-credentials
tokens may read when their client was granted \`admin:read\`; they change nothing.

Changes of other people’s accounts need the second factor verified in the last five minutes, when the administrator has one. Nobody
changes their own roles, status or factors there (\`own_account\`); only a super_admin changes administrators or makes them
(\`super_admin_required\`), and what could bring somebody other people's codes and tokens unasked, such as another redirect URI.

Changes of one’s own second factors need a sign-in of the last five minutes, with the second factor when there is one; otherwise the
answer is 401 \`insufficient_user_authentication\` with an RFC 9470 challenge that names what to ask for.

Bodies are JSON objects in UTF-8 with closed lists of members.

Errors are problem+json (RFC 9457): decide by \`code\`. Unknown and repeated parameters are refused.

There is no CORS: the API answers programs, not scripts in other sites' pages.`;

const problemSchema = z
  .looseObject({
    type: z.string().meta({ example: 'about:blank' }),
    title: z.string().meta({ example: 'Not Found' }),
    status: z.int().meta({ example: 404 }),
    code: z.string().meta({ description: 'Stable; programs decide by it', example: 'account_not_found' }),
    detail: z.string().meta({ description: 'A sentence for people', example: 'There is no such account.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** Refusals that every call knows. */
const commonRefusals: Readonly<Record<string, string>> = {
  400: 'A parameter is unknown, repeated or not valid',
  401: 'No token, or none that is valid here',
  403: 'The token does not suffice: `insufficient_scope`, `role_required`, `mfa_required` or `person_required`',
  414: 'The query string is longer than 8192 characters',
  429: 'Too many requests from this address; see Retry-After',
  503: 'The database cannot be reached; see Retry-After',
};

/** Refusals of every call with a body. */
const bodyRefusals: Readonly<Record<string, string>> = {
  400: 'The body is no JSON object (`invalid_json`), or has a member that is unknown, missing or not valid (`invalid_body`, see `errors`)',
  413: 'The body is larger than 64 KiB',
  415: 'The body is not `application/json` in UTF-8',
};

/** Pure. */
export function openApiDocument(issuer: string, operations: readonly Operation[]): OpenApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const described of operations) {
    paths[described.path] = { ...paths[described.path], [described.method]: describe(described) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Countersign API',
      version: '1',
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: issuer }],
    paths,
    components: {
      securitySchemes: {
        oauth2: {
          type: 'oauth2',
          description: `Ask for the resource ${issuer}/api (RFC 8707).`,
          flows: {
            authorizationCode: {
              authorizationUrl: `${issuer}/authorize`,
              tokenUrl: `${issuer}/token`,
              refreshUrl: `${issuer}/token`,
              scopes: scopeMeanings,
            },
            clientCredentials: {
              tokenUrl: `${issuer}/token`,
              scopes: { 'admin:read': scopeMeanings['admin:read'] },
            },
          },
        },
      },
    },
  });
}

function describe(described: Operation): ZodOpenApiOperationObject {
  const { operationId, summary, description, scopes, params, query, body, answer } = described;
  const known = { ...commonRefusals, ...(body === undefined ? {} : bodyRefusals), ...described.refusals };
  const refusals = Object.entries(known).map(([status, meaning]) => [
    status,
    { description: meaning, content: { 'application/problem+json': { schema: problemSchema } } },
  ]);
  return {
    operationId,
    summary,
    description,
    // A list in `security` means "any of these".
    security: scopes.map((scope) => ({ oauth2: [scope] })),
    requestParams: { path: params, query },
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.optional !== true,
            content: { 'application/json': { schema: body.schema, example: body.example } },
          },
        }),
    responses: {
      [answer.status ?? 200]: {
        description: answer.description,
        ...(answer.status === 204
          ? {}
          : {
              content: {
                'application/json': { schema: answer.schema, example: answer.example },
                ...otherForms(answer),
              },
            }),
      },
      ...Object.fromEntries(refusals),
    },
  };
}

function otherForms({ alsoAs = {} }: Operation['answer']) {
  return Object.fromEntries(
    Object.entries(alsoAs).map(([mediaType, example]) => [mediaType, { schema: z.string(), example }]),
  );
}

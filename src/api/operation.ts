/** One call of the API: what the router serves, and what the OpenAPI document says of it, are this same value. */
import type { Context } from 'koa';
import type { z } from 'zod';
import type { AuditOrigin } from '../audit/audit-event.js';
import { readJson } from '../http/json-body.js';
import { type QuerySchema, readQuery } from '../http/query.js';
import { sourceOf } from '../http/request-state.js';
import type { AccessTokenInfo, ApiScope } from './access-token.js';

/** What a call is given, checked. */
export interface OperationRequest<Q, B> {
  readonly token: AccessTokenInfo;
  /** From the path, decoded; text of any kind. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  /** Undefined for a call without one. */
  readonly body: B;
  /** On whose behalf and from where, for audit events. */
  readonly origin: () => AuditOrigin;
}

/** What the document says of a call. */
export interface OperationDescription {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/api/users/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** Markdown (CommonMark). */
  readonly description: string;
  /** Each of them may suffice; the call itself decides. */
  readonly scopes: readonly ApiScope[];
  readonly params: z.ZodObject;
  readonly query: QuerySchema;
  /** A strict object: the field lists of the API are closed. Required unless it is optional: then none is the empty object. */
  readonly body?: { readonly schema: z.ZodType; readonly example: unknown; readonly optional?: true };
  readonly answer: {
    /** 200 unless it says otherwise; 204 has no body. */
    readonly status?: 200 | 201 | 204;
    readonly description: string;
    readonly schema: z.ZodType;
    readonly example: unknown;
    /** Other forms of it that `Accept` can ask for: media type and an example. */
    readonly alsoAs?: Readonly<Record<string, string>>;
  };
  /** What each refusal means, by status. */
  readonly refusals: Readonly<Record<`${number}`, string>>;
}

/** A call with its types closed over, so that calls of different shapes fit one list. */
export interface Operation extends OperationDescription {
  /** The body of the answer; a stream has its media type set. Throws Problem. */
  run(ctx: Context, params: Readonly<Record<string, string>>, token: AccessTokenInfo): Promise<unknown>;
}

/** Makes an operation from its description and the function that answers it. */
export function operation<Q extends QuerySchema, A extends z.ZodType, B extends z.ZodType = z.ZodUndefined>(
  description: OperationDescription & {
    readonly query: Q;
    readonly body?: { readonly schema: B; readonly optional?: true };
    readonly answer: { readonly schema: A };
  },
  answer: (request: OperationRequest<z.output<Q>, z.output<B>>) => Promise<z.input<A>>,
): Operation {
  const { body } = description;
  return {
    ...description,
    run: async (ctx, params, token) =>
      answer({
        token,
        params,
        query: readQuery(ctx, description.query),
        body: (body === undefined ? undefined : await bodyOf(ctx, body)) as z.output<B>,
        origin: () => originOf(ctx, token),
      }),
  };
}

async function bodyOf(ctx: Context, body: { readonly schema: z.ZodType; readonly optional?: true }) {
  const { 'transfer-encoding': encoding, 'content-length': length = '0' } = ctx.req.headers;
  const isAbsent = encoding === undefined && length === '0';
  return body.optional === true && isAbsent ? body.schema.parse({}) : readJson(ctx, body.schema);
}

function originOf(ctx: Context, { accountId, clientId }: AccessTokenInfo): AuditOrigin {
  const actor =
    accountId === null ? ({ type: 'client', id: clientId } as const) : ({ type: 'account', id: accountId } as const);
  return { actor, clientId, ...sourceOf(ctx) };
}

/** One call of the API: what the router serves, and what the OpenAPI document says of it, are this same value. */
import type { Context } from 'koa';
import type { z } from 'zod';
import { type QuerySchema, readQuery } from '../http/query.js';
import type { AccessTokenInfo, ApiScope } from './access-token.js';

/** What a call is given, checked. */
export interface OperationRequest<Q> {
  readonly token: AccessTokenInfo;
  /** From the path, decoded; text of any kind. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
}

/** What the document says of a call. */
export interface OperationDescription {
  readonly method: 'get';
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
  readonly answer: { readonly description: string; readonly schema: z.ZodType; readonly example: unknown };
  /** What each refusal means, by status. */
  readonly refusals: Readonly<Record<`${number}`, string>>;
}

/** A call with its types closed over, so that calls of different shapes fit one list. */
export interface Operation extends OperationDescription {
  /** The body of the 200 answer. Throws Problem. */
  run(ctx: Context, params: Readonly<Record<string, string>>, token: AccessTokenInfo): Promise<unknown>;
}

/** Makes an operation from its description and the function that answers it. */
export function operation<Q extends QuerySchema, A extends z.ZodType>(
  description: OperationDescription & { readonly query: Q; readonly answer: { readonly schema: A } },
  answer: (request: OperationRequest<z.output<Q>>) => Promise<z.input<A>>,
): Operation {
  return {
    ...description,
    run: (ctx, params, token) => answer({ token, params, query: readQuery(ctx, description.query) }),
  };
}

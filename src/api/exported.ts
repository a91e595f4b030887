/** Calls that also answer as a stream of text, of any length, when `Accept` asks for it. */
import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { AccessTokenInfo } from './access-token.js';
import type { Operation } from './operation.js';

export interface ExportForm {
  /** Of the file's name, without the dot. */
  readonly ending: string;
  /** Throws Problem before the first byte, never after. A failure later destroys the stream: nobody takes half for the whole. */
  chunks(ctx: Context, token: AccessTokenInfo): AsyncIterable<string> | Iterable<string>;
}

/** `forms` by media type. Whoever accepts none of them gets JSON, as everywhere in the API. */
export function withExports(
  asJson: Operation,
  { fileName, forms }: { readonly fileName: string; readonly forms: Readonly<Record<string, ExportForm>> },
): Operation {
  return {
    ...asJson,
    run: async (ctx, params, token) => {
      ctx.vary('Accept');
      const wanted = ctx.accepts('application/json', ...Object.keys(forms));
      const form = typeof wanted === 'string' && Object.hasOwn(forms, wanted) ? forms[wanted] : undefined;
      if (form === undefined) return asJson.run(ctx, params, token);
      const chunks = form.chunks(ctx, token);
      ctx.set('Content-Type', wanted === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : String(wanted));
      ctx.set('Content-Disposition', `attachment; filename="${fileName}.${form.ending}"`);
      return Readable.from(chunks, { objectMode: false });
    },
  };
}

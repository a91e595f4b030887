/** Takes the bytes of a request body, bounded, of one media type, as UTF-8 text. */
import type { Context } from 'koa';
import rawBody from 'raw-body';
import { Problem } from './problem.js';

/** The only body we accept in one place. */
export interface BodyRule {
  readonly mediaType: 'application/x-www-form-urlencoded' | 'application/json';
  /** Bytes; more is answered with 413. */
  readonly maxBytes: number;
}

/** Throws Problem 415 (type, charset or compression), 413 (too large), 400 (cut off, or not UTF-8). */
export async function readBody(ctx: Context, rule: BodyRule): Promise<string> {
  if (!isAcceptable(ctx, rule)) {
    throw new Problem(415, 'unsupported_media_type', `Send the body as ${rule.mediaType} in UTF-8, not compressed.`);
  }
  const bytes = await readBytes(ctx, rule.maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'invalid_encoding', 'The body is not valid UTF-8.');
  }
}

/** An encoding we do not undo would let a small body hide a large one. */
function isAcceptable(ctx: Context, rule: BodyRule): boolean {
  const [mediaType = '', ...parameters] = (ctx.req.headers['content-type'] ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== rule.mediaType) return false;
  const encoding = ctx.req.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return false;
  return parameters.every((parameter) => {
    const [name = '', value = ''] = parameter.toLowerCase().split('=');
    return name.trim() !== 'charset' || /^"?utf-8"?$/.test(value.trim());
  });
}

async function readBytes(ctx: Context, maxBytes: number): Promise<Buffer> {
  try {
    return await rawBody(ctx.req, { limit: maxBytes, length: ctx.req.headers['content-length'] ?? null });
  } catch (error) {
    const type = error instanceof Error && 'type' in error ? error.type : undefined;
    // The rest of the body is not read: Node would otherwise take it all in before the next request on this connection.
    ctx.set('Connection', 'close');
    if (type === 'entity.too.large') {
      throw new Problem(413, 'body_too_large', `The body is larger than ${maxBytes} bytes.`);
    }
    if (typeof type === 'string') throw new Problem(400, 'incomplete_body', 'The body did not arrive completely.');
    throw error;
  }
}

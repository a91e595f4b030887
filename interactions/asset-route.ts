/** Serves stylesheet, script and mark: their names carry a hash, so that browsers may keep them for ever. */
import type { Middleware } from 'koa';
import { assets } from './views/assets.js';

export function serveAssets(): Middleware {
  const byPath = new Map(assets.map((asset) => [asset.path, asset]));
  return async (ctx, next) => {
    const asset = ctx.method === 'GET' || ctx.method === 'HEAD' ? byPath.get(ctx.path) : undefined;
    if (asset === undefined) return next();
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    ctx.set('ETag', asset.etag);
    ctx.set('Content-Type', asset.contentType);
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = asset.body;
  };
}

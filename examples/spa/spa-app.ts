/** Serves a single-page relying party: a page, its script and style, oidc-client-ts as it comes from npm, and where to sign in. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Koa from 'koa';
import Router from 'koa-router';

export interface SpaOptions {
  readonly issuer: string;
  /** A public client whose redirect URI is the address of this app, with a slash at the end. */
  readonly clientId: string;
}

/** The compiled form of this file lies elsewhere; the page and its script are where they were written. */
const publicFolder = join(packageFolder(), 'examples', 'spa', 'public');
const libraryFolder = dirname(createRequire(import.meta.url).resolve('oidc-client-ts/package.json'));

const files: readonly (readonly [path: string, file: string, type: string])[] = [
  ['/', join(publicFolder, 'index.html'), 'html'],
  ['/spa.js', join(publicFolder, 'spa.js'), 'js'],
  ['/spa.css', join(publicFolder, 'spa.css'), 'css'],
  ['/oidc-client-ts.js', join(libraryFolder, 'dist', 'browser', 'oidc-client-ts.min.js'), 'js'],
];

/** To be mounted anywhere, or run alone: all its addresses are relative. */
export function createSpaApp({ issuer, clientId }: SpaOptions): Koa {
  const app = new Koa();
  const router = new Router();
  app.use(async (ctx, next) => {
    // Tokens live in this page's storage, so no script but ours may run, and it may talk to the issuer and to us only.
    ctx.set({
      'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${issuer}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
    });
    const { pathname } = new URL(ctx.originalUrl, issuer);
    // Relative addresses need the slash.
    if (ctx.path === '/' && !pathname.endsWith('/')) ctx.redirect(`${pathname}/`);
    else await next();
  });
  for (const [path, file, type] of files) {
    router.get(path, async (ctx) => {
      ctx.type = type;
      ctx.body = await readFile(file, 'utf8');
    });
  }
  router.get('/settings.json', (ctx) => {
    ctx.body = { authority: issuer, client_id: clientId };
  });
  app.use(router.routes());
  return app;
}

function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

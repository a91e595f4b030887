/** The page at the root: what this server is, for people who open it by chance and developers who look for discovery. */
import type { Middleware } from 'koa';
import { chooseLocale } from '../src/language/locale.js';
import type { Settings } from '../src/settings/settings.js';
import { homePage } from './views/home-page.js';

export function home({ issuer, mfaIssuer }: Pick<Settings, 'issuer' | 'mfaIssuer'>): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/' || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.type = 'html';
    ctx.body = homePage({
      locale: chooseLocale({ acceptLanguage: ctx.req.headers['accept-language'] }),
      brand: { name: mfaIssuer },
      accountUrl: '/account',
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    });
  };
}

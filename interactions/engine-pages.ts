/** Our pages in the places where the protocol engine shows one itself: errors, logout, device. */
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { requestIdOf } from '../src/http/request-state.js';
import { chooseLocale } from '../src/language/locale.js';
import type { EnginePages } from '../src/oidc/engine-pages.js';
import type { Settings } from '../src/settings/settings.js';
import { deviceCodePage, deviceConfirmPage, deviceSuccessPage } from './views/device-pages.js';
import { errorPage, failureOf } from './views/error-page.js';
import { expiredPage } from './views/expired-page.js';
import { goOnPage } from './views/go-on-page.js';
import { logoutPage, signedOutPage } from './views/logout-pages.js';
import { messagesFor } from './views/messages/catalogue.js';
import type { PageContext, RelyingParty } from './views/page-context.js';

export function createEnginePages({ mfaIssuer }: Pick<Settings, 'mfaIssuer'>): EnginePages {
  const context = (ctx: KoaContextWithOIDC): PageContext => {
    const uiLocales = ctx.oidc.params?.ui_locales;
    return {
      locale: chooseLocale({
        uiLocales: typeof uiLocales === 'string' ? uiLocales : undefined,
        acceptLanguage: ctx.req.headers['accept-language'],
      }),
      brand: { name: mfaIssuer },
      relyingParty: relyingPartyOf(ctx),
    };
  };
  const clientName = (ctx: KoaContextWithOIDC) => relyingPartyOf(ctx)?.name ?? mfaIssuer;

  return {
    renderError: (ctx, out) => {
      ctx.type = 'html';
      // A sign-in that is over or in another browser: a sentence and a way forward, not a protocol error.
      const gone = out.error === 'invalid_request' && /expired|not found|mismatch/.test(out.error_description ?? '');
      const isResume = /^\/(authorize|device)\/./.test(ctx.path);
      if (gone && isResume) {
        ctx.status = 410;
        ctx.body = expiredPage({ ...context(ctx), because: 'over' });
        return;
      }
      if (isStaleForm(out)) {
        const { logout, device } = messagesFor(context(ctx).locale);
        const isLogout = ctx.path.startsWith('/logout');
        const way = isLogout ? { href: '/logout', text: logout.yes } : { href: '/device', text: device.title };
        ctx.body = expiredPage({ ...context(ctx), because: 'other_tab', way });
        return;
      }
      ctx.body = errorPage({
        ...context(ctx),
        failure: failureOf(ctx.status),
        technical: [out.error, out.error_description].filter(Boolean).join(': '),
        requestId: requestIdOf(ctx),
      });
    },
    logoutSource: (ctx, form) => {
      // Without the relying party: nobody continues to it from here.
      ctx.body = logoutPage({ ...context(ctx), relyingParty: undefined, formHtml: form });
    },
    postLogoutSuccessSource: (ctx) => {
      ctx.type = 'html';
      ctx.body = signedOutPage(context(ctx));
    },
    userCodeInputSource: (ctx, form, _out, error) => {
      ctx.type = 'html';
      // The address of a device's sign-in in a browser that has no part in it: a form here would belong to no session.
      if (ctx.oidc.route === 'device_resume' && typeof ctx.oidc.session?.exp !== 'number') {
        ctx.status = 410;
        ctx.body = expiredPage({ ...context(ctx), because: 'over' });
        return;
      }
      const problem = userCodeProblem(error);
      // The engine answers a mistyped code with 200; every other refused form of ours is a 4xx.
      if (problem === 'wrong_code') ctx.status = 422;
      ctx.body = deviceCodePage({ ...context(ctx), formHtml: form, error: problem });
    },
    userCodeConfirmSource: (ctx, form, client, _info, userCode) => {
      ctx.type = 'html';
      const name = client.clientName ?? client.clientId;
      ctx.body = deviceConfirmPage({ ...context(ctx), formHtml: form, clientName: name, userCode });
    },
    goOnSource: (ctx, form) => goOnPage({ ...context(ctx), formHtml: form }),
    deviceSuccessSource: (ctx) => {
      ctx.type = 'html';
      ctx.body = deviceSuccessPage({ ...context(ctx), relyingParty: undefined, clientName: clientName(ctx) });
    },
  };
}

function relyingPartyOf(ctx: KoaContextWithOIDC): RelyingParty | undefined {
  const client = ctx.oidc.client;
  if (client === undefined) return undefined;
  return { name: client.clientName ?? client.clientId, logoUrl: client.logoUri };
}

/** The engine keeps one form per session: it was sent already, or opening another one took its place. */
function isStaleForm({ error, error_description: because }: ErrorOut): boolean {
  return error === 'invalid_request' && /^(xsrf token invalid|could not find .+ details)$/.test(because ?? '');
}

/** The engine says by the error's class why a user code was not taken. */
function userCodeProblem(error: unknown) {
  if (!(error instanceof Error)) return undefined;
  switch (error.constructor.name) {
    case 'NoCodeError':
    case 'NotFoundError':
    case 'ExpiredError':
    case 'AlreadyUsedError':
      return 'wrong_code' as const;
    case 'AbortedError':
      return 'aborted' as const;
    default:
      return 'failed' as const;
  }
}

/** What the relying party does at each of its addresses. */

import type { Context } from 'koa';
import Router from 'koa-router';
import * as oidc from 'openid-client';
import type { RelyingPartyOptions } from './app.js';
import { authenticatorPage, authenticatorScript, authenticatorScriptPath } from './authenticator-page.js';
import { mailboxPage } from './mailbox-page.js';
import { signedInPage, welcomePage } from './pages.js';
import type { Session, Sessions } from './sessions.js';
import { apiOf, beginSignIn, finishSignIn, type Purpose, refresh, type Tokens } from './sign-in.js';
import { styleText } from './style.js';

export interface RouteParts extends Omit<RelyingPartyOptions, 'spa' | 'clientId' | 'clientSecret'> {
  readonly config: oidc.Configuration;
  readonly sessions: Sessions;
}

/** A browser that starts more sign-ins than this and finishes none loses the oldest. */
const mostPending = 10;

export function createRoutes(parts: RouteParts): Router {
  const { origin, issuer, config, sessions } = parts;
  const router = new Router();

  router.get('/', async (ctx) => {
    const session = sessions.of(ctx);
    const { notice, tokens } = session;
    delete session.notice;
    ctx.type = 'html';
    ctx.body = tokens === undefined ? welcomePage({ issuer, notice }) : await describe(tokens, session, notice);
  });

  router.post('/sign-in', (ctx) => goToCountersign(ctx, 'sign_in', false));
  router.post('/sign-in-with-mfa', (ctx) => goToCountersign(ctx, 'sign_in', true));
  router.post('/step-up', (ctx) => goToCountersign(ctx, 'sign_in', true));
  router.post('/call-api', (ctx) => goToCountersign(ctx, 'call_api', false));

  router.get('/callback', async (ctx) => {
    const session = sessions.of(ctx);
    const state = typeof ctx.query.state === 'string' ? ctx.query.state : '';
    const pending = session.pending.get(state);
    // An answer to a question that this browser did not ask: somebody else's, or one that was used before.
    if (pending === undefined) return leaveNotice(ctx, session, 'That answer belongs to no sign-in of this browser.');
    session.pending.delete(state);
    const tokens = await finishSignIn(config, new URL(ctx.originalUrl, origin), pending);
    if (pending.purpose === 'sign_in') {
      sessions.renew(ctx).tokens = tokens;
    } else {
      session.apiAnswer = await callApi(tokens);
    }
    ctx.redirect('/');
  });

  router.post('/refresh', async (ctx) => {
    const session = sessions.of(ctx);
    if (session.tokens !== undefined) session.tokens = await refresh(config, session.tokens);
    leaveNotice(ctx, session, 'The refresh token was exchanged for new tokens.');
  });

  router.post('/sign-out', (ctx) => {
    const idToken = sessions.of(ctx).tokens?.idToken;
    sessions.renew(ctx);
    const parameters = { post_logout_redirect_uri: `${origin}/signed-out` };
    const hint = idToken === undefined ? {} : { id_token_hint: idToken };
    seeOther(ctx, oidc.buildEndSessionUrl(config, { ...parameters, ...hint }).href);
  });

  router.get('/signed-out', (ctx) =>
    leaveNotice(ctx, sessions.of(ctx), 'You are signed out, here and at Countersign.'),
  );

  router.get('/authenticator', async (ctx) => {
    ctx.type = 'html';
    ctx.body = authenticatorPage(await parts.readAuthenticator(), parts.benBackupCodes);
  });

  router.get('/mail', (ctx) => {
    ctx.type = 'html';
    ctx.body = mailboxPage(parts.readMail());
  });

  router.get(authenticatorScriptPath, (ctx) => {
    ctx.type = 'js';
    ctx.body = authenticatorScript;
  });

  router.get('/style.css', (ctx) => {
    ctx.type = 'css';
    ctx.body = styleText;
  });

  return router;

  async function goToCountersign(ctx: Context, purpose: Purpose, isMfaDemanded: boolean): Promise<void> {
    const { pending: allPending } = sessions.of(ctx);
    const redirectUri = `${origin}/callback`;
    const { url, pending } = await beginSignIn(config, { purpose, isMfaDemanded, redirectUri });
    const [oldest] = allPending.keys();
    if (allPending.size >= mostPending && oldest !== undefined) allPending.delete(oldest);
    allPending.set(pending.state, pending);
    seeOther(ctx, url.href);
  }

  async function describe(tokens: Tokens, { apiAnswer }: Session, notice: string | undefined): Promise<string> {
    const { accessToken, claims } = tokens;
    const [userinfo, introspection] = await Promise.all([
      oidc.fetchUserInfo(config, accessToken, claims.sub).catch(textOfError),
      oidc.tokenIntrospection(config, accessToken).catch(textOfError),
    ]);
    return signedInPage({ tokens, userinfo, introspection, apiAnswer, notice });
  }

  async function callApi({ accessToken, claims }: Tokens): Promise<NonNullable<Session['apiAnswer']>> {
    const url = new URL(`${apiOf(config)}/users/${claims.sub}`);
    const answer = await oidc.fetchProtectedResource(config, accessToken, url, 'GET');
    return { status: answer.status, body: await answer.json() };
  }
}

function leaveNotice(ctx: Context, session: Session, notice: string): void {
  session.notice = notice;
  seeOther(ctx, '/');
}

/** With 303 the browser fetches the target with GET, whatever it sent here. */
function seeOther(ctx: Context, target: string): void {
  ctx.redirect(target);
  ctx.status = 303;
}

function textOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

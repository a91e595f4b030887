/** `POST /authorize-challenge`: reads the form, writes the answer. Cookies are neither read nor set. */
import type { Context, Middleware } from 'koa';
import { authorizeChallenge } from '../oidc/authorize-challenge.js';
import { authorizeChallengePath, type ChallengeAnswer } from '../oidc/authorize-challenge-answer.js';
import type { ChallengeParts } from '../oidc/authorize-challenge-parts.js';
import { preflight } from '../oidc/authorize-challenge-request.js';
import { readForm } from './form-body.js';
import { Problem } from './problem.js';
import { noteInLog, sourceOf } from './request-state.js';

export function authorizeChallengeRoute(parts: ChallengeParts): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== authorizeChallengePath) return next();
    if (ctx.method === 'OPTIONS') return send(ctx, await preflight(ctx, parts));
    if (ctx.method !== 'POST') return next();
    const form = await readChallengeForm(ctx);
    send(ctx, await authorizeChallenge({ ctx, form, ...sourceOf(ctx), note: (facts) => noteInLog(ctx, facts) }, parts));
  };
}

/** A form that cannot be read is refused in the words of OAuth too (RFC 6749 section 5.2). */
async function readChallengeForm(ctx: Context): Promise<ReadonlyMap<string, string>> {
  try {
    return await readForm(ctx);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const members = { error: 'invalid_request', error_description: error.detail };
    throw new Problem(error.status, error.code, error.detail, { ...error.extra, members });
  }
}

function send(ctx: Context, { status, body, headers }: ChallengeAnswer): void {
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary') ctx.vary(value);
    else ctx.set(name, value);
  }
  ctx.set('Cache-Control', 'no-store');
  ctx.status = status;
  ctx.body = body ?? null;
  ctx.status = status;
}

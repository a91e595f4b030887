/** Keeps one address from taking the whole process. Guessing is stopped elsewhere, per account (lockout, attempt budgets). */
import type { Middleware } from 'koa';
import type { Clock } from '../clock.js';
import { isHealthPath } from './health.js';
import { Problem } from './problem.js';
import { sourceOf } from './request-state.js';
import { createTokenBuckets } from './token-buckets.js';

export interface RateLimitOptions {
  readonly rateLimit: 'on' | 'off';
  readonly clock: Clock;
}

interface Rate {
  readonly name: string;
  readonly perMinute: number;
  readonly applies: (method: string, path: string) => boolean;
}

/**
 * Per process and source; the first that applies counts. Numbers are for an office behind one address (a sign-in takes about
 * three forms) and for a relying party's server, which calls for all its users from one address.
 */
const rates: readonly Rate[] = [
  // Each may send a mail to somebody who did not ask for it.
  { name: 'mail', perMinute: 20, applies: (method, path) => method === 'POST' && isMailPath(path) },
  // Each may keep the process from everybody else for a fifth of a second: see password-strength.
  { name: 'new password', perMinute: 30, applies: (method, path) => method === 'POST' && isNewPasswordPath(path) },
  { name: 'form', perMinute: 300, applies: (method, path) => method === 'POST' && isFormPath(path) },
  { name: 'protocol', perMinute: 1200, applies: (_method, path) => isProtocolPath(path) },
  { name: 'general', perMinute: 1200, applies: () => true },
];

/** Refuses with 429 `rate_limited` and Retry-After in seconds. Needs `clientSource` before it. */
export function rateLimit({ rateLimit: mode, clock }: RateLimitOptions): Middleware {
  if (mode === 'off') return (_ctx, next) => next();
  const buckets = createTokenBuckets();
  return async (ctx, next) => {
    const path = routedPath(ctx.path);
    const rate = rates.find(({ applies }) => applies(ctx.method, path));
    if (rate === undefined || isHealthPath(ctx.path)) return next();
    const key = `${rate.name} ${networkOf(sourceOf(ctx).ip)}`;
    const taken = buckets.take(key, rate.perMinute, clock.now());
    if (!taken.ok) {
      const seconds = taken.retryAfterSeconds;
      const sentence = `Too many requests came from your address. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
      throw new Problem(429, 'rate_limited', sentence, { headers: { 'Retry-After': String(seconds) } });
    }
    await next();
  };
}

/** As the routers read it, to whom letter case and a last slash say nothing: else each spelling of a path had a rate of its own. */
function routedPath(path: string): string {
  return path.toLowerCase().replace(/(?<=.)\/$/, '');
}

function isMailPath(path: string): boolean {
  return path === '/account/sign-up' || path === '/account/forgot-password';
}

function isNewPasswordPath(path: string): boolean {
  return path === '/account/password' || path === '/account/reset-password' || path === '/account/activate';
}

function isFormPath(path: string): boolean {
  return /^\/(interaction|account|admin)(\/|$)/.test(path);
}

function isProtocolPath(path: string): boolean {
  return /^\/(token|authorize-challenge|introspect|revoke|par|userinfo|jwks|device|\.well-known)(\/|$)/.test(path);
}

/** One IPv6 customer has 2^64 addresses: the first four groups stand for all of them. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.split('%', 1).join('').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

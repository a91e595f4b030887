/** Tells load balancers whether the process lives and whether it can serve. */
import type { Middleware } from 'koa';
import { Problem } from './problem.js';

export interface HealthOptions {
  /** Asks the database for something trivial, such as `select 1`; rejects when it cannot answer. */
  readonly pingDatabase: () => Promise<unknown>;
  /** True once the process has been told to stop: it answers what it has, and wants nothing new. */
  readonly isDraining?: () => boolean;
}

/** Longest wait for the database, in milliseconds: below the patience of common load balancers. */
const pingTimeoutMilliseconds = 2000;

/** Whether a path belongs to the health checks, which know no host, origin or limits. */
export function isHealthPath(path: string): boolean {
  return path === '/health/live' || path === '/health/ready';
}

/** `/health/live`: 200 while the process runs. `/health/ready`: 200 or 503. Neither says why: the log does. */
export function health({ pingDatabase, isDraining = () => false }: HealthOptions): Middleware {
  return async (ctx, next) => {
    if (!isHealthPath(ctx.path)) return next();
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      throw new Problem(405, 'method_not_allowed', 'Health checks are GET only.', { headers: { Allow: 'GET, HEAD' } });
    }
    const isWell = ctx.path === '/health/live' || (!isDraining() && (await answersInTime(pingDatabase)));
    ctx.status = isWell ? 200 : 503;
    ctx.body = { status: isWell ? 'ok' : 'unavailable' };
    if (!isWell) ctx.set('Retry-After', '2');
  };
}

async function answersInTime(ping: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, pingTimeoutMilliseconds, false);
  });
  const answer = ping().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

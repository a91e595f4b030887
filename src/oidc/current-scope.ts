/** Opens a scope for each request, and finds the one of the request that is being answered. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Middleware } from 'koa';
import { isClientId } from './client.js';
import { RequestScope } from './record-scope.js';

const storage = new AsyncLocalStorage<RequestScope>();

/** The scope of the request being answered; undefined on the command line, in timers, and once the answer is on its way. */
export function currentScope(): RequestScope | undefined {
  const scope = storage.getStore();
  return scope?.isOpen ? scope : undefined;
}

/** Koa middleware around everything that uses the protocol engine. When the writes fail, so does the request. */
export function withRequestScope(): Middleware {
  return (ctx, next) => {
    const clientId = ctx.query.client_id;
    const expected = typeof clientId === 'string' && isClientId(clientId) ? clientId : undefined;
    // Cookies, addresses and tokens of an answer whose records were not written must not go out with the error.
    const takeBack = () => {
      ctx.remove('Set-Cookie');
      ctx.remove('Location');
      ctx.body = null;
    };
    return inRequestScope(() => next(), { expectedClientId: expected, onUnwritten: takeBack });
  };
}

/** Runs `work` in a scope of its own and writes what it left pending. Throws what the work or the writing threw. */
export function inRequestScope<T>(
  work: () => Promise<T>,
  options: { readonly expectedClientId?: string | undefined; readonly onUnwritten?: () => void } = {},
): Promise<T> {
  const scope = new RequestScope(options.expectedClientId);
  return storage.run(scope, async () => {
    try {
      const result = await worked(scope, work);
      await scope.flush();
      return result;
    } catch (error) {
      if (scope.hasLostWrites) options.onUnwritten?.();
      throw error;
    } finally {
      scope.isOpen = false;
    }
  });
}

/** A request that fails writes nothing of what it had prepared, but what it revoked stays revoked. */
async function worked<T>(scope: RequestScope, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await scope.flushRevocations();
    throw error;
  }
}

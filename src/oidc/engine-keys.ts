/** Gives a running protocol engine other keys: it takes them when it is made, and has no public way of its own for later. */
import type { Provider } from 'oidc-provider';
// @ts-expect-error The engine's own function behind its setting `jwks`; its types do not speak of it.
import initializeKeystore from 'oidc-provider/lib/helpers/initialize_keystore.js';
// @ts-expect-error Where the engine keeps what it made of its settings.
import internalsOf from 'oidc-provider/lib/helpers/weak_cache.js';
import type { PrivateJwks } from './signing-keys.js';

/** The part of the engine's own functions that this relies on. */
const readKeys: (this: Provider, jwks: PrivateJwks) => void = initializeKeystore;
const readInternals: (provider: Provider) => { jwks?: { keys?: readonly { kid?: unknown }[] } } | undefined =
  internalsOf;

/**
 * From here on the engine signs with the first key of each algorithm, accepts all of them, and publishes them. Requests under
 * way are not disturbed: the engine takes its keys anew for each signature.
 * @throws Error when the engine did not take them: a version that keeps its keys differently must not go unnoticed
 */
export function replaceEngineKeys(provider: Provider, jwks: PrivateJwks): void {
  if (jwks.keys.length === 0) throw new Error('There is no signing key to give to the engine.');
  readKeys.call(provider, jwks);
  const published = readInternals(provider)?.jwks?.keys?.map(({ kid }) => kid) ?? [];
  const isTaken = published.length === jwks.keys.length && jwks.keys.every(({ kid }, at) => kid === published[at]);
  if (!isTaken) throw new Error('This version of the engine keeps its signing keys differently.');
}

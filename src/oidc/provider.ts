/** Makes the protocol engine: configured, taught what it lacks, and refused when anything unsafe would remain. */
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { acceptBroughtSessions } from './ask-engine.js';
import { compareClientSecret } from './client-secret.js';
import { type ConfigurationParts, engineConfiguration } from './configuration.js';
import type { EnginePages } from './engine-pages.js';
import { goOnFormOf } from './go-on-form.js';
import { keepSessionInGrant } from './grant-session.js';
import { keepMfaTimeInSession } from './session-assurance.js';
import { keepDetailsInSession } from './session-details.js';

/** Throws when a setting would leave the engine's development key or storage in place. */
export function createProvider(parts: ConfigurationParts): Provider {
  // Without these the engine falls back to a key that everybody knows, and to memory.
  if (parts.jwks.keys.length === 0)
    throw new Error('There is no signing key; the engine would use a public development key.');
  if (parts.adapter === undefined) throw new Error('There is no storage; the engine would keep everything in memory.');
  if (parts.cookieKeys.length === 0) throw new Error('There is no cookie key; cookies would not be signed.');
  const provider = new Provider(parts.settings.issuer, engineConfiguration(parts));
  keepMfaTimeInSession(provider);
  keepDetailsInSession(provider);
  keepSessionInGrant(provider);
  // Client secrets are kept as hashes, in the place where the engine expects the secret.
  provider.Client.prototype.compareClientSecret = function compare(presented: string) {
    return compareClientSecret(this.clientSecret, presented);
  };
  saveOnlyKnownSessions(provider);
  acceptBroughtSessions(provider);
  replaceSelfSentPages(provider, parts.pages);
  return provider;
}

/**
 * A device's address opened without cookies: the engine's error page touches a session that no browser was given, and then
 * fails on saving it, so that a lost cookie would end in a fault.
 */
function saveOnlyKnownSessions(provider: Provider): void {
  const { prototype } = provider.Session;
  const { persist } = prototype;
  prototype.persist = async function persistKnown() {
    return typeof this.exp === 'number' ? persist.call(this) : '';
  };
}

/** Our page around every form that the engine has sent at once. */
function replaceSelfSentPages(provider: Provider, pages: EnginePages): void {
  provider.use(async (ctx, next) => {
    await next();
    const form = goOnFormOf(ctx.body);
    if (form !== undefined) ctx.body = pages.goOnSource(ctx as KoaContextWithOIDC, form);
  });
}

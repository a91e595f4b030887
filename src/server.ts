/** The composition root: the one file that knows every part and puts them together. */
import Koa from 'koa';
import mount from 'koa-mount';
import { Provider } from 'oidc-provider';
import type { Logger } from 'pino';
import { serveAssets } from '../interactions/asset-route.js';
import { createEnginePages } from '../interactions/engine-pages.js';
import { home } from '../interactions/home.js';
import { createProblemPage } from '../interactions/problem-page.js';
import { createInteractionRouter } from '../interactions/router.js';
import { accountPages } from './account/account-pages.js';
import { createAccountRouter } from './account/account-router.js';
import { publicPages } from './account/public-pages.js';
import { createPublicRouter } from './account/public-router.js';
import type { PasswordHasher } from './accounts/password-hash.js';
import { adminPages } from './admin/admin-pages.js';
import { createAdminRouter } from './admin/admin-router.js';
import { createApiRouter } from './api/api-router.js';
import type { Clock } from './clock.js';
import type { OpenDatabase } from './database/connect.js';
import { readDatabaseTime } from './database/database-time-store.js';
import { withPatience } from './database/request-patience.js';
import { authorizeChallengeRoute } from './http/authorize-challenge-route.js';
import { describeFault } from './http/describe-fault.js';
import { auditEngine } from './http/engine-audit.js';
import { engineFailures } from './http/engine-failure.js';
import { errorHandler } from './http/error-handler.js';
import { clientSource } from './http/forwarded.js';
import { health } from './http/health.js';
import { hostCheck } from './http/host-check.js';
import { answerAsIssuer } from './http/issuer-address.js';
import { pathMatcher } from './http/own-page.js';
import { postedRequest } from './http/posted-request.js';
import { rateLimit } from './http/rate-limit.js';
import { requestLog } from './http/request-log.js';
import { requestIdOf } from './http/request-state.js';
import { securityHeaders } from './http/security-headers.js';
import { describeRequirement } from './mfa/describe-requirement.js';
import { createFactors } from './mfa/factors.js';
import type { MfaPolicy } from './mfa/policy.js';
import { createReadAccessToken } from './oidc/access-token-reader.js';
import { createAskEngine } from './oidc/ask-engine.js';
import { createAuthSessions } from './oidc/auth-session.js';
import { introspectClientless } from './oidc/clientless-introspection.js';
import { withRequestScope } from './oidc/current-scope.js';
import { replaceEngineKeys } from './oidc/engine-keys.js';
import { createLoadExistingGrant } from './oidc/existing-grant.js';
import { accountReadingOf } from './oidc/find-account.js';
import { introspectJwt } from './oidc/jwt-introspection.js';
import type { LiveSigningKeys } from './oidc/live-signing-keys.js';
import { createModelStore } from './oidc/model-store.js';
import { createReadPageSession } from './oidc/page-session.js';
import { createProvider } from './oidc/provider.js';
import { accountOfRequest } from './oidc/record-account.js';
import { consentOfRequest } from './oidc/record-sign-in.js';
import { introspectRefreshToken } from './oidc/refresh-token-introspection.js';
import { introspectByResource } from './oidc/resource-introspection.js';
import { findResource } from './oidc/resource-store.js';
import { loginResultOf } from './oidc/session-assurance.js';
import type { KeyRing } from './secrets/key-ring.js';
import type { Settings } from './settings/settings.js';

export interface ServerParts {
  readonly settings: Settings;
  readonly open: OpenDatabase;
  readonly keyRing: KeyRing;
  readonly cookieKeys: readonly string[];
  readonly signingKeys: LiveSigningKeys;
  readonly policy: MfaPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
  /** One for the process: it bounds the memory of password hashing. */
  readonly hasher: PasswordHasher;
  /** True once the process was told to stop. */
  readonly isDraining: () => boolean;
}

/** The whole application, ready to be given to an HTTP server. */
export function createApplication(parts: ServerParts): Koa {
  const { settings, open, keyRing, policy, clock, logger, hasher } = parts;
  const { database } = open;
  const factors = createFactors(keyRing, settings);
  const adapter = createModelStore({ database, keyRing, generationFor: generationOfRequest });
  const resourceByIdentifier = (identifier: string) => findResource(database, settings.issuer, identifier);
  const provider = createProvider({
    settings,
    policy,
    cookieKeys: parts.cookieKeys,
    jwks: parts.signingKeys.current(),
    adapter,
    pages: createEnginePages(settings),
    loadAccount: (accountId) => accountOfRequest(database, accountId),
    findResource: resourceByIdentifier,
    loadExistingGrant: createLoadExistingGrant({
      findConsent: (accountId, clientId) => consentOfRequest(database, accountId, clientId),
    }),
  });
  parts.signingKeys.follow((jwks) => replaceEngineKeys(provider, jwks));
  auditEngine(provider, database);
  provider.use(introspectByResource(resourceByIdentifier));
  provider.use(introspectClientless(settings));
  provider.use(introspectRefreshToken());
  provider.use(introspectJwt({ issuer: settings.issuer, jwks: parts.signingKeys.current, database, clock }));
  provider.on('server_error', (ctx, error) =>
    logger.error({ requestId: requestIdOf(ctx), fault: describeFault(error) }, 'protocol request failed'),
  );

  const app = new Koa();
  app.keys = [...parts.cookieKeys];
  // Connections that broke off in the middle of an answer; without a listener Koa writes them past the log.
  app.on('error', (error: unknown) => logger.info({ fault: describeFault(error) }, 'connection failed'));
  answerAsIssuer(app, settings.issuer);
  app.use(requestLog({ logger }));
  for (const middleware of securityHeaders(settings)) app.use(middleware);
  app.use(errorHandler({ logger, renderErrorPage: createProblemPage(settings.mfaIssuer) }));
  app.use((_ctx, next) => withPatience(next));
  app.use(clientSource(settings));
  app.use(hostCheck(settings));
  app.use(health({ pingDatabase: () => readDatabaseTime(database), isDraining: parts.isDraining }));
  app.use(rateLimit({ rateLimit: settings.rateLimit, clock }));
  app.use(serveAssets());
  app.use(home(settings));
  app.use(postedRequest());
  app.use(withRequestScope());
  const failures = engineFailures(provider);
  const mounted = mount(provider);
  const engine: Koa.Middleware = (ctx, next) => failures(ctx, () => mounted(ctx, next));
  app.use(
    authorizeChallengeRoute({
      provider,
      askEngine: createAskEngine(engine),
      authSessions: createAuthSessions(adapter),
      database,
      settings,
      policy,
      keyRing,
      clock,
      hasher,
      factors,
      findResource: (identifier) => findResource(database, settings.issuer, identifier),
    }),
  );
  const interactions = createInteractionRouter({
    provider,
    database,
    settings,
    policy,
    keyRing,
    clock,
    hasher,
    factors,
  });
  app.use(interactions.routes());
  const readPageSession = createReadPageSession(provider, { database, policy });
  const accountParts = { database, settings, policy, keyRing, clock, hasher, factors, readPageSession };
  const isOwnPage = pathMatcher([...accountPages, ...adminPages].map(({ path }) => path));
  app.use(createAccountRouter(accountParts, accountPages, isOwnPage).routes());
  app.use(createAdminRouter(accountParts, adminPages).routes());
  app.use(createPublicRouter(accountParts, publicPages).routes());
  const api = createApiRouter({
    database,
    settings,
    policy,
    keyRing,
    clock,
    hasher,
    factors,
    readAccessToken: createReadAccessToken(provider, database),
    describeRequirement: describeRequirement(policy),
  });
  app.use(api.routes()).use(api.allowedMethods());
  app.use(engine);
  return app;
}

/**
 * The authentication generation that records written in this request carry: that of the proofs which a finished sign-in brings
 * along, however old they are; else that of the account as this request read it.
 */
function generationOfRequest(accountId: string): number | undefined {
  const ctx = Provider.ctx;
  if (ctx === undefined) return undefined;
  const login = loginResultOf(ctx);
  if (login?.accountId === accountId) return login.generation;
  const reading = accountReadingOf(ctx);
  return reading?.account.id === accountId ? reading.account.generation : undefined;
}

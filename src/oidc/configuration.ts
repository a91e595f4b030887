/** Everything the protocol engine is told. Each line that departs from its defaults says why. */
import { type ClientMetadata, type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { AccountReading } from '../accounts/account.js';
import { supportedAcrValues } from '../login/amr.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { Settings } from '../settings/settings.js';
import { authorizeChallengePath } from './authorize-challenge-answer.js';
import { assertClaimsParameter } from './claims-parameter.js';
import { cookieNames, cookieOptions } from './cookies.js';
import type { EnginePages } from './engine-pages.js';
import { accountReadingOf, createFindAccount } from './find-account.js';
import { createInteractionPolicy } from './login-prompt.js';
import { ownPagesClient } from './own-pages-client.js';
import { apiResource, type Resource } from './resource.js';
import { registeredScopeOf, scopeForClient } from './resource-scope.js';
import { switchAccountParameter } from './switch-account.js';
import { addGrantClaim, extraTokenClaims } from './token-claims.js';
import { accessTokenSeconds, lifetimeMembers, timesToLive } from './token-lifetimes.js';

export interface ConfigurationParts {
  readonly settings: Settings;
  readonly policy: MfaPolicy;
  readonly cookieKeys: readonly string[];
  /** Private signing keys, newest first. */
  readonly jwks: { keys: object[] };
  readonly adapter: Configuration['adapter'];
  readonly pages: EnginePages;
  loadAccount(accountId: string): Promise<AccountReading | undefined>;
  findResource(identifier: string): Promise<Resource | undefined>;
  loadExistingGrant: NonNullable<Configuration['loadExistingGrant']>;
}

export function engineConfiguration(parts: ConfigurationParts): Configuration {
  const { settings, pages } = parts;
  const cookies = cookieOptions(settings.issuer);
  return {
    adapter: parts.adapter,
    clients: [ownPagesClient(settings.issuer)],
    jwks: parts.jwks as NonNullable<Configuration['jwks']>,
    findAccount: createFindAccount(parts),
    loadExistingGrant: parts.loadExistingGrant,
    extraTokenClaims,
    formats: { customizers: { jwt: addGrantClaim } },
    renderError: pages.renderError,
    interactions: {
      policy: createInteractionPolicy({ ...parts, accountOf: accountReadingOf }),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    cookies: { keys: [...parts.cookieKeys], names: cookieNames(settings.issuer), long: cookies, short: cookies },
    routes: {
      authorization: '/authorize',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      introspection: '/introspect',
      revocation: '/revoke',
      end_session: '/logout',
      pushed_authorization_request: '/par',
      code_verification: '/device',
      device_authorization: '/device/auth',
    },
    discovery: { authorization_challenge_endpoint: `${settings.issuer}${authorizeChallengePath}` },
    // Only the code flow: tokens never travel through the browser's address bar (RFC 9700 section 2.1.2).
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'mfa_verified', 'mfa_time'],
      profile: ['name', 'locale'],
      email: ['email', 'email_verified'],
    },
    acrValues: [...supportedAcrValues],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    clientDefaults: {
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'RS256',
    },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    extraParams: [switchAccountParameter],
    extraClientMetadata: {
      properties: [
        'require_mfa',
        'min_acr',
        'skip_consent',
        'registered_scope',
        'first_party_challenge',
        ...lifetimeMembers,
      ],
    },
    pkce: { required: (_ctx, client) => client.clientAuthMethod === 'none' },
    rotateRefreshToken: true,
    // Refresh tokens without offline_access end with the session; see expiresWithSession, whose default stays.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: (_ctx, origin, client) => redirectOrigins(client.metadata()).has(origin),
    features: {
      // Its form signs anyone in with any password.
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: mayIntrospect },
      revocation: { enabled: true, allowedPolicy: mayRevoke },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      claimsParameter: { enabled: true, assertClaimsParameter },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: pages.logoutSource,
        postLogoutSuccessSource: pages.postLogoutSuccessSource,
      },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: pages.userCodeInputSource,
        userCodeConfirmSource: pages.userCodeConfirmSource,
        successSource: pages.deviceSuccessSource,
      },
      resourceIndicators: {
        enabled: true,
        // Without a `resource` the token is for userinfo.
        defaultResource: (_ctx, _client, oneOf) => oneOf ?? (undefined as unknown as string),
        // Otherwise every relying party must repeat `resource` at the token endpoint.
        useGrantedResource: () => true,
        getResourceServerInfo: async (ctx, identifier, client) => {
          const resource = await parts.findResource(identifier);
          if (resource === undefined) throw new errors.InvalidTarget();
          const scope = scopeForClient(resource, {
            registeredScope: registeredScopeOf(client),
            isOwnApi: identifier === apiResource(settings.issuer).identifier,
            isClientCredentials: ctx.oidc.params?.grant_type === 'client_credentials',
          });
          return resourceServerOf({ ...resource, scope }, settings);
        },
      },
    },
    ttl: timesToLive(settings),
  };
}

function resourceServerOf(resource: Resource, settings: Settings) {
  return {
    scope: resource.scope,
    audience: resource.identifier,
    accessTokenFormat: resource.tokenFormat,
    accessTokenTTL: accessTokenSeconds(resource, settings),
  };
}

/** A confidential client may ask about any token, a public one only about its own (RFC 7662 section 4). */
export async function mayIntrospect(
  _ctx: KoaContextWithOIDC,
  client: { clientAuthMethod?: string | undefined; clientId: string },
  token: { clientId?: string | undefined },
): Promise<boolean> {
  // A break-glass token belongs to no client: the engine would fail on it, introspectClientless answers instead.
  if (token.clientId === undefined) return false;
  return client.clientAuthMethod !== 'none' || token.clientId === client.clientId;
}

/** Only its own tokens; about others nobody learns whether they exist (RFC 7009 section 2.1). */
async function mayRevoke(
  _ctx: KoaContextWithOIDC,
  client: { clientId: string },
  token: { clientId?: string | undefined },
): Promise<boolean> {
  return token.clientId === client.clientId;
}

/** An app's own scheme has no origin: the URL class writes `null`, which any sandboxed frame would match. */
function redirectOrigins(metadata: ClientMetadata): ReadonlySet<string> {
  return new Set(
    (metadata.redirect_uris ?? []).map((uri) => new URL(uri).origin).filter((origin) => origin !== 'null'),
  );
}

/** Introspection of JWT access tokens (RFC 7662), which the engine refuses to look at: our signature, and whether what stands behind it still stands. */
import { createLocalJWKSet, errors, type JWK, type JWTPayload, jwtVerify } from 'jose';
import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Clock } from '../clock.js';
import type { Connection } from '../database/schema.js';
import { findClientById } from './client-store.js';
import { mayIntrospect } from './configuration.js';
import { countsFor } from './record-codec.js';
import { readRecord } from './record-lookup-store.js';
import { type PrivateJwks, signingAlgorithms } from './signing-keys.js';
import { grantClaim } from './token-claims.js';

export interface JwtIntrospectionParts {
  readonly issuer: string;
  /** Our keys at this moment. */
  jwks(): PrivateJwks;
  readonly database: Connection;
  readonly clock: Clock;
}

/**
 * To be used by the provider. It lets the engine authenticate the client and read the form, and answers in its stead when
 * the engine's answer is that it does not introspect structured tokens. One statement.
 */
export function introspectJwt(parts: JwtIntrospectionParts): Middleware {
  const keysOf = createPublicKeys();
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    if (oidc?.route !== 'introspection' || oidc.client === undefined || !refusesJwt(ctx.body)) return;
    const claims = await verified(String(oidc.params?.token), keysOf(parts.jwks()), parts);
    const token = { clientId: typeof claims?.client_id === 'string' ? claims.client_id : undefined };
    const answers =
      claims !== undefined &&
      (await mayIntrospect(ctx as unknown as KoaContextWithOIDC, oidc.client, token)) &&
      (await stillStands(parts.database, claims));
    ctx.status = 200;
    ctx.body = answers ? introspectionOf(claims) : { active: false };
  };
}

/** The claims of a token of ours that has not expired; undefined for anything else, such as an ID token. */
async function verified(
  token: string,
  keys: ReturnType<typeof createLocalJWKSet>,
  { issuer, clock }: JwtIntrospectionParts,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      // RFC 9068 section 4.
      typ: 'at+jwt',
      algorithms: [...signingAlgorithms],
      requiredClaims: ['exp', 'sub', 'client_id'],
      currentDate: clock.now(),
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/**
 * The grant goes with a sign-out, a revocation, the client, and every change of the account that ends sessions. Client
 * credentials have no grant: their client must still be there.
 */
async function stillStands(database: Connection, claims: JWTPayload): Promise<boolean> {
  const grantId = claims[grantClaim];
  if (typeof grantId !== 'string') {
    return claims.sub === claims.client_id && (await findClientById(database, String(claims.sub))) !== undefined;
  }
  const reading = await readRecord(database, { by: 'id', models: ['Grant'], value: grantId }, undefined);
  return reading !== undefined && reading.record.accountId === claims.sub && countsFor(reading.record, reading.account);
}

function introspectionOf({ [grantClaim]: _ours, ...claims }: JWTPayload): Record<string, unknown> {
  return { ...claims, active: true, token_type: claims.cnf === undefined ? 'Bearer' : 'DPoP' };
}

function refusesJwt(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Reflect.get(body, 'error') === 'unsupported_token_type';
}

/** The public halves, made once for as long as the keys stay the same. */
function createPublicKeys(): (jwks: PrivateJwks) => ReturnType<typeof createLocalJWKSet> {
  let made: { readonly of: PrivateJwks; readonly keys: ReturnType<typeof createLocalJWKSet> } | undefined;
  return (jwks) => {
    if (made?.of !== jwks) made = { of: jwks, keys: createLocalJWKSet({ keys: jwks.keys.map(publicPart) }) };
    return made.keys;
  };
}

function publicPart({ kty, kid, alg, use, n, e, crv, x, y }: JWK): JWK {
  return JSON.parse(JSON.stringify({ kty, kid, alg, use, n, e, crv, x, y }));
}

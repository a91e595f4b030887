/** Makes and shapes the keys that sign tokens. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** RS256 because OpenID Connect Core section 15.1 demands it, ES256 because it is faster and shorter. */
export const signingAlgorithms = ['RS256', 'ES256'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** A private signing key as JWK, with `kid`, `alg` and `use`. */
export type SigningJwk = JWK & { readonly kid: string; readonly alg: SigningAlgorithm };

/** What the engine is configured with: private keys, of each algorithm the one that signs first. */
export interface PrivateJwks {
  readonly keys: SigningJwk[];
}

/** Bits of an RSA key; enough beyond 2030 (NIST SP 800-57 part 1, table 2). */
const rsaBits = 2048;

/** A new key. Its `kid` is its RFC 7638 thumbprint, so that the name says which key it is and nothing else. */
export async function makeSigningKey(algorithm: SigningAlgorithm): Promise<SigningJwk> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true, modulusLength: rsaBits });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: algorithm, use: 'sig' };
}

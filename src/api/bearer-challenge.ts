/** Writes the WWW-Authenticate header of a refusal. RFC 6750 section 3, RFC 9470 section 3. */

/** The error codes of RFC 6750 section 3.1, and RFC 9470's. */
export interface BearerError {
  readonly error: 'invalid_token' | 'insufficient_scope' | 'insufficient_user_authentication';
  readonly description: string;
  /** The scope that would do. */
  readonly scope?: string;
  /** The assurance that would do. */
  readonly acrValues?: string | undefined;
  /** Seconds since the sign-in that would do. */
  readonly maxAge?: number | undefined;
}

/** Without an error: the request carried no token at all, and RFC 6750 section 3.1 asks to say nothing more then. */
export function bearerChallenge(realm: string, error?: BearerError): string {
  const parameters = [
    ['realm', realm],
    ['error', error?.error],
    ['error_description', error?.description],
    ['scope', error?.scope],
    ['acr_values', error?.acrValues],
    ['max_age', error?.maxAge],
  ];
  const written = parameters.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}="${value}"`);
  return `Bearer ${written.join(', ')}`;
}

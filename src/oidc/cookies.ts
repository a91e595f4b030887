/** Names and attributes of the engine's cookies. */

const secureIssuer = (issuer: string) => new URL(issuer).protocol === 'https:';

/**
 * With https the session cookie is bound to this host by its name (RFC 6265bis section 4.1.3.2). The other two have the
 * interaction's path, which `__Host-` does not allow.
 */
export function cookieNames(issuer: string): { session: string; interaction: string; resume: string } {
  const secure = secureIssuer(issuer);
  return {
    session: secure ? '__Host-countersign_session' : 'countersign_session',
    interaction: secure ? '__Secure-countersign_interaction' : 'countersign_interaction',
    resume: secure ? '__Secure-countersign_resume' : 'countersign_resume',
  };
}

/** Attributes for all of them. Lax, because a relying party's redirect must bring the session along. */
export function cookieOptions(issuer: string) {
  return { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true, secure: secureIssuer(issuer) } as const;
}

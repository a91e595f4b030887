/** What the authorization challenge endpoint answers: OAuth 2.0 for First-Party Applications, draft-ietf-oauth-first-party-apps. Pure. */

/** Where it is; published in discovery as `authorization_challenge_endpoint`. */
export const authorizeChallengePath = '/authorize-challenge';

export interface ChallengeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Errors of RFC 6749 sections 4.1.2.1 and 5.2, of OpenID Connect, and of the draft. */
export type ChallengeError =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'temporarily_unavailable'
  | 'unmet_authentication_requirements'
  | 'insufficient_authorization'
  | 'invalid_session'
  | 'redirect_to_web';

/** An error with its sentence, which is for developers but for those of a refused password or code. */
export function challengeRefusal(
  status: number,
  error: ChallengeError,
  description: string,
  { members = {}, headers = {} }: { readonly members?: object; readonly headers?: Record<string, string> } = {},
): ChallengeAnswer {
  return { status, body: { error, error_description: description, ...members }, headers };
}

/** Unknown account, wrong password, disabled account: the same bytes. */
export function wrongCredentials(): ChallengeAnswer {
  return challengeRefusal(400, 'access_denied', 'The e-mail address or the password is wrong.');
}

/** Too many wrong passwords or codes. Without `retryAt` only a person can lift it. */
export function blocked(retryAt: Date | null, now: Date): ChallengeAnswer {
  if (retryAt === null) {
    return challengeRefusal(429, 'access_denied', 'Too many wrong codes. An administrator has to unlock the account.');
  }
  const seconds = Math.max(1, Math.ceil((retryAt.getTime() - now.getTime()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  const sentence = `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`;
  return challengeRefusal(429, 'access_denied', sentence, { headers: { 'Retry-After': String(seconds) } });
}

/** Another client's, unknown, expired, used up, or its account has changed since: the same bytes. */
export function invalidSession(): ChallengeAnswer {
  return challengeRefusal(400, 'invalid_session', 'This auth_session is not valid any more. Begin again.');
}

/** The proofs are in order, but the account changed at the same moment. */
export function accountChanged(): ChallengeAnswer {
  return challengeRefusal(400, 'access_denied', 'The account has changed meanwhile. Begin again.');
}

/** Something is missing that only our pages can ask for. With a pushed request the app can send the person there at once (RFC 9126). */
export function redirectToWeb(pushed?: { readonly requestUri: string; readonly expiresIn: number }): ChallengeAnswer {
  const members = pushed === undefined ? {} : { request_uri: pushed.requestUri, expires_in: pushed.expiresIn };
  return challengeRefusal(400, 'redirect_to_web', 'This person has to go on in a browser.', { members });
}

/** A one-time code is missing: the first time, or again after a wrong one. */
export function codeWanted(authSession: string, description: string): ChallengeAnswer {
  const members = { auth_session: authSession, missing: ['otp'] };
  return challengeRefusal(403, 'insufficient_authorization', description, { members });
}

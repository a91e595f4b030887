/**
 * Sign-in without our pages, for the operator's own applications: OAuth 2.0 for First-Party Applications
 * (draft-ietf-oauth-first-party-apps). The same proofs, counts, decisions and records as with pages; only nobody is redirected.
 */
import type { ChallengeAnswer } from './authorize-challenge-answer.js';
import { beginChallenge } from './authorize-challenge-begin.js';
import { continueChallenge } from './authorize-challenge-continue.js';
import type { ChallengeParts } from './authorize-challenge-parts.js';
import type { ChallengeRequest } from './authorize-challenge-request.js';

/** To be called inside a request scope, whose writes go out before the answer. Throws Overloaded. */
export function authorizeChallenge(request: ChallengeRequest, parts: ChallengeParts): Promise<ChallengeAnswer> {
  return request.form.has('auth_session') ? continueChallenge(request, parts) : beginChallenge(request, parts);
}

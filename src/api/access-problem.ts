/** Says over HTTP why a token may not do something, and what would help. */
import { accountNotFound } from '../administration/administration-problems.js';
import { Problem } from '../http/problem.js';
import { acrOfLevel } from '../login/amr.js';
import { freshSeconds } from '../login/freshness.js';
import type { AccessRefusal } from './access.js';
import { bearerChallenge } from './bearer-challenge.js';

/**
 * 403, or 404 for what must not be seen. A missing second factor carries RFC 9470's challenge, so that a client can send the
 * person to sign in again with those `acr_values`.
 */
export function accessProblem(refusal: AccessRefusal, realm: string): Problem {
  switch (refusal.because) {
    case 'not_found':
      return accountNotFound();
    case 'insufficient_scope': {
      const description = `This needs an access token with the scope ${refusal.scope}.`;
      return new Problem(403, 'insufficient_scope', description, {
        headers: {
          'WWW-Authenticate': bearerChallenge(realm, {
            error: 'insufficient_scope',
            description,
            scope: refusal.scope,
          }),
        },
      });
    }
    case 'role_required':
      return new Problem(403, 'role_required', 'This needs an account with the role admin or super_admin.');
    case 'person_required':
      return new Problem(403, 'person_required', 'This needs the access token of a person, not of a client.');
    case 'sign_in_required':
      return new Problem(403, 'sign_in_required', 'This needs an access token from a sign-in.');
    case 'stale_sign_in':
      return staleSignIn(refusal.needsFactor, realm);
    case 'mfa_required': {
      const description = 'This needs a sign-in with a second factor.';
      const error = 'insufficient_user_authentication';
      return new Problem(403, 'mfa_required', description, {
        headers: { 'WWW-Authenticate': bearerChallenge(realm, { error, description, acrValues: acrOfLevel('mfa') }) },
      });
    }
  }
}

/** RFC 9470 section 3: 401, and what a new authorization request should ask for. */
function staleSignIn(needsFactor: boolean, realm: string): Problem {
  const error = 'insufficient_user_authentication';
  const minutes = freshSeconds / 60;
  const description = `This needs a sign-in${needsFactor ? ' with the second factor' : ''} in the last ${minutes} minutes.`;
  const acrValues = needsFactor ? acrOfLevel('mfa') : undefined;
  const challenge = bearerChallenge(realm, { error, description, acrValues, maxAge: freshSeconds });
  return new Problem(401, error, description, { headers: { 'WWW-Authenticate': challenge } });
}

/** The end of a headless sign-in: a session that no browser holds, and the engine's own authorization in it, which gives the code. */
import type { AuditEvent } from '../audit/audit-event.js';
import { type Assurance, acrOfLevel, levelOfAmr } from '../login/amr.js';
import type { SignInState } from '../login/next-step.js';
import { isGraceSignIn, signInDetail } from '../login/sign-in-detail.js';
import type { EngineSession } from './ask-engine.js';
import { type ChallengeAnswer, challengeRefusal, redirectToWeb } from './authorize-challenge-answer.js';
import type { ChallengeParts } from './authorize-challenge-parts.js';
import type { ChallengeRequest, Parameters, Pushed } from './authorize-challenge-request.js';
import { originOf, type Purpose } from './authorize-challenge-state.js';
import { currentScope } from './current-scope.js';
import { recordIdOf, recordKey } from './record-row.js';

export interface Finished {
  readonly accountId: string;
  readonly assurance: Assurance;
}

/** What is reported of the sign-in. No cookie says that the account knows the device, so its owner hears of each but the first. */
export function finishedEvents(
  request: ChallengeRequest,
  purpose: Purpose,
  { state, assurance, accountId }: Finished & { readonly state: SignInState },
): AuditEvent[] {
  const origin = { ...originOf(request, purpose, accountId), subjectId: accountId, outcome: 'success' } as const;
  const isNewBrowser = state.account?.lastSignInAt != null;
  const detail = { ...signInDetail(state, assurance), headless: true, new_browser: isNewBrowser };
  const events: AuditEvent[] = [{ ...origin, type: 'user.login', detail }];
  if (isGraceSignIn(state, assurance)) events.push({ ...origin, type: 'mfa.grace_login' });
  return events;
}

/**
 * The code, or `redirect_to_web` where the engine would have to ask for a consent. The engine judges session, grant and request
 * as it does a browser's; `prompt=none` keeps it from asking anybody.
 */
export async function issueCode(
  request: ChallengeRequest,
  { parameters }: Purpose,
  finished: Finished,
  { askEngine, provider }: ChallengeParts,
  pushed?: Pushed,
): Promise<ChallengeAnswer> {
  const { ip, userAgent } = request;
  const { amr, authTime, mfaTime } = finished.assurance;
  const payload = {
    accountId: finished.accountId,
    loginTs: authTime,
    amr: [...amr],
    acr: acrOfLevel(levelOfAmr(amr)),
    ...(mfaTime === null ? {} : { mfaTime }),
    ip,
    userAgent,
  };
  const session: EngineSession = Reflect.construct(provider.Session, [payload]);
  const path = `/authorize?${new URLSearchParams({ ...silently(parameters), prompt: 'none' })}`;
  const inner = await askEngine(request.ctx, { method: 'GET', path, session });
  const location = inner.response.get('Location');
  if (!URL.canParse(location)) throw new Error('The engine answered a checked authorization request with a page.');
  const given = new URL(location).searchParams;
  const code = given.get('code');
  if (code !== null) {
    pushed?.forget();
    return { status: 200, body: { authorization_code: code, iss: given.get('iss') }, headers: {} };
  }
  // The sign-in was not enough by itself: nobody will come back to this session.
  const grant = inner.oidc.entities.Grant;
  currentScope()?.takeBack(recordKey('Session', recordIdOf(session.jti)));
  if (grant?.jti !== undefined) currentScope()?.takeBack(recordKey('Grant', recordIdOf(grant.jti)));
  return turnedAway(given, pushed);
}

/** A sign-in that has just been made is as new as `max_age=0` asks, which the engine would take for a wish to be asked again. */
function silently({ max_age: maxAge, ...parameters }: Parameters): Parameters {
  return maxAge === undefined || Number(maxAge) === 0 ? parameters : { ...parameters, max_age: maxAge };
}

function turnedAway(given: URLSearchParams, pushed: Pushed | undefined): ChallengeAnswer {
  const error = given.get('error');
  switch (error) {
    case 'consent_required':
    case 'interaction_required':
    case 'login_required':
      return redirectToWeb(pushed);
    case 'unmet_authentication_requirements':
    case 'access_denied':
    case 'invalid_request':
      pushed?.forget();
      return challengeRefusal(400, error, given.get('error_description') ?? '');
    default:
      pushed?.forget();
      return challengeRefusal(503, 'temporarily_unavailable', 'The code could not be issued. Begin again.', {
        headers: { 'Retry-After': '2' },
      });
  }
}

/** The first request of a headless sign-in: e-mail and password, with all that an authorization request says. */
import { replacePasswordHash } from '../accounts/account-change-store.js';
import type { AuditEvent } from '../audit/audit-event.js';
import { releaseAttempt } from '../lockout/password-failure-store.js';
import { recordPasswordOnly } from '../login/headless-sign-in-store.js';
import { freshAttempt } from '../login/login-attempt.js';
import { type AttemptKey, attemptIdOf, recordFinished, recordPassword } from '../login/login-attempt-store.js';
import { nextStep } from '../login/next-step.js';
import { policyReport } from '../login/sign-in-detail.js';
import { longestEmail, tryPassword } from '../login/try-password.js';
import { newAuthSessionSecret } from './auth-session.js';
import {
  accountChanged,
  blocked,
  type ChallengeAnswer,
  challengeRefusal,
  codeWanted,
  redirectToWeb,
  wrongCredentials,
} from './authorize-challenge-answer.js';
import { type Finished, finishedEvents, issueCode } from './authorize-challenge-code.js';
import type { ChallengeParts } from './authorize-challenge-parts.js';
import { type ChallengeRequest, checkFirstRequest } from './authorize-challenge-request.js';
import { originOf, type Purpose, provedState, purposeState } from './authorize-challenge-state.js';
import { accountOfRequest } from './record-account.js';

/** Five statements with the right password; three with a wrong one, for accounts that are and that are not. */
export async function beginChallenge(request: ChallengeRequest, parts: ChallengeParts): Promise<ChallengeAnswer> {
  const checked = await checkFirstRequest(request, parts);
  if (!checked.ok) return checked.answer;
  const { client, pushed, allow } = checked;
  const purpose = { client, parameters: pushed.parameters };
  const outcome = await signIn(request, purpose, parts);
  switch (outcome.go) {
    case 'nowhere':
      pushed.forget();
      return allow(outcome.answer);
    case 'to_web':
      return allow(redirectToWeb(pushed));
    case 'to_engine':
      return allow(await issueCode(request, purpose, outcome.finished, parts, pushed));
  }
}

type Outcome =
  | { readonly go: 'nowhere'; readonly answer: ChallengeAnswer }
  | { readonly go: 'to_web' }
  | { readonly go: 'to_engine'; readonly finished: Finished };

async function signIn(request: ChallengeRequest, purpose: Purpose, parts: ChallengeParts): Promise<Outcome> {
  const { database } = parts;
  const email = (request.form.get('username') ?? '').trim().slice(0, longestEmail);
  const typed = request.form.get('password') ?? '';
  if (email === '' || typed === '') return stop(missingCredentials());
  const asked = await purposeState(purpose, parts);
  if (asked.demand.unmeetable) return stop(unmeetable());

  const { ip, userAgent } = request;
  const from = { clientId: purpose.client.clientId, ip, userAgent };
  const tried = await tryPassword(parts, { email, ip, browserId: null, typed }, from);
  if (!tried.ok) {
    return stop(tried.because === 'locked_out' ? blocked(tried.retryAt, parts.clock.now()) : wrongCredentials());
  }
  const { account, reservation, rehash } = tried;
  // Once more, with the database's time, by which grace periods are measured; the engine goes by this reading too.
  const reading = await accountOfRequest(database, account.id);
  if (reading?.account.generation !== account.generation) return stop(accountChanged());
  if (rehash !== undefined) await replacePasswordHash(database, account.id, rehash);

  const secret = newAuthSessionSecret();
  const key: AttemptKey = { id: attemptIdOf(secret), accountId: account.id, generation: account.generation };
  const now = reading.readAt;
  const state = provedState(asked, { attempt: freshAttempt(key, now), account: reading.account, now });
  const step = nextStep(state);
  const release = releaseAttempt(reservation);
  switch (step.step) {
    case 'finish': {
      const finished = { accountId: account.id, assurance: step.assurance };
      const events = finishedEvents(request, purpose, { ...finished, state });
      request.note(policyReport(state, step.assurance));
      const isCurrent = await recordFinished(database, key, events, () => [release]);
      return isCurrent ? { go: 'to_engine', finished } : stop(accountChanged());
    }
    case 'challenge':
      await recordPassword(database, key, [release]);
      await parts.authSessions.keep(secret, { clientId: purpose.client.clientId, parameters: purpose.parameters });
      return stop(codeWanted(secret, 'A one-time code is needed.'));
    default: {
      const because = step.step === 'enrol' ? step.because : step.step;
      const origin = { ...originOf(request, purpose, account.id), subjectId: account.id };
      const event: AuditEvent = { ...origin, type: 'mfa.required_enrollment', outcome: 'success', detail: { because } };
      await recordPasswordOnly(database, release, step.step === 'enrol' ? [event] : []);
      return { go: 'to_web' };
    }
  }
}

function stop(answer: ChallengeAnswer): Outcome {
  return { go: 'nowhere', answer };
}

function missingCredentials(): ChallengeAnswer {
  return challengeRefusal(
    400,
    'invalid_request',
    'username and password are required; later requests carry auth_session instead.',
  );
}

function unmeetable(): ChallengeAnswer {
  const sentence = 'None of the requested acr values can be reached.';
  return challengeRefusal(400, 'unmet_authentication_requirements', sentence);
}

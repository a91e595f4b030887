/** A later request of a headless sign-in: its `auth_session` and a one-time code. The password is not sent again. */
import type { AuditEvent } from '../audit/audit-event.js';
import { countCodeAfterPassword, takeFinished } from '../login/headless-sign-in-store.js';
import type { LoginAttempt } from '../login/login-attempt.js';
import { type AttemptKey, attemptIdOf, recordFactor, restartWhenExhausted } from '../login/login-attempt-store.js';
import { nextStep, type SignInState } from '../login/next-step.js';
import type { Refused, SecondFactorMethod } from '../mfa/second-factor.js';
import type { AuthSession } from './auth-session.js';
import {
  blocked,
  type ChallengeAnswer,
  challengeRefusal,
  codeWanted,
  invalidSession,
  redirectToWeb,
} from './authorize-challenge-answer.js';
import { finishedEvents, issueCode } from './authorize-challenge-code.js';
import type { ChallengeParts } from './authorize-challenge-parts.js';
import { authenticateClient, type ChallengeRequest, type EngineClient } from './authorize-challenge-request.js';
import { originOf, type Purpose, provedState, purposeState } from './authorize-challenge-state.js';
import { signInOfRequest } from './record-sign-in.js';

/** One sign-in that waits for its code. */
interface Waiting {
  readonly request: ChallengeRequest;
  readonly purpose: Purpose;
  readonly secret: string;
  readonly key: AttemptKey;
  readonly state: SignInState;
  readonly attempt: LoginAttempt;
}

/** Five statements when the code is right, four when it is wrong. */
export async function continueChallenge(request: ChallengeRequest, parts: ChallengeParts): Promise<ChallengeAnswer> {
  const secret = request.form.get('auth_session') ?? '';
  // Read before the client is authenticated, because it brings the client along. Nothing is said of it before.
  const session = await parts.authSessions.find(secret);
  const checked = await authenticateClient(request, parts);
  if (!checked.ok) return checked.answer;
  return checked.allow(await proceed(request, { session, secret, client: checked.client }, parts));
}

async function proceed(
  request: ChallengeRequest,
  { session, secret, client }: { session: AuthSession | undefined; secret: string; client: EngineClient },
  parts: ChallengeParts,
): Promise<ChallengeAnswer> {
  if (session === undefined || session.clientId !== client.clientId) return invalidSession();
  const typed = request.form.get('otp');
  if (typed === undefined) return challengeRefusal(400, 'invalid_request', 'otp is required with auth_session.');

  const purpose = { client, parameters: session.parameters };
  const reading = await signInOfRequest(parts.database, attemptIdOf(secret), null);
  const { attempt, account } = reading;
  const state = provedState(await purposeState(purpose, parts), reading);
  const step = nextStep(state);
  // Finished, sent back, expired, or of an account that has changed since.
  if (attempt === null || account === null || step.step === 'password') return invalidSession();
  const key = { id: attemptIdOf(secret), accountId: account.id, generation: account.generation };
  const waiting: Waiting = { request, purpose, secret, key, state, attempt };
  return step.step === 'challenge' ? checkCode(waiting, typed, parts) : goOn(waiting, parts);
}

async function checkCode(waiting: Waiting, typed: string, parts: ChallengeParts): Promise<ChallengeAnswer> {
  const { request, purpose, key, state, attempt } = waiting;
  const { database, settings, clock } = parts;
  const origin = originOf(request, purpose, key.accountId);
  const now = clock.now();
  const result = await parts.factors.verifyCode(database, {
    accountId: key.accountId,
    typed,
    browserId: null,
    now,
    origin,
    onlyIf: countCodeAfterPassword(key, settings.mfaMaxAttempts),
    alsoWrite: (accepted, method) => [recordFactor(key, method, accepted)],
  });
  if (result.ok) {
    if (result.written[0] !== 1) return invalidSession();
    const proved = { ...attempt, factorVerifiedAt: result.verifiedAt, factorMethod: result.method };
    return goOn({ ...waiting, attempt: proved, state: provedState(state, { ...state, attempt: proved }) }, parts);
  }
  if (result.because === 'too_many_attempts') return blocked(result.retryAt, now);
  // Sent together with others, of which one may be right.
  if (result.because === 'not_permitted') return invalidSession();
  const events: AuditEvent[] = [
    {
      ...origin,
      type: 'user.login_failed',
      subjectId: key.accountId,
      outcome: 'failure',
      detail: { because: 'too_many_codes' },
    },
  ];
  const isOver = await restartWhenExhausted(database, key, settings.mfaMaxAttempts, events);
  if (isOver) {
    return challengeRefusal(400, 'access_denied', 'Too many wrong codes. Begin again with the password.');
  }
  return codeWanted(waiting.secret, sentenceOf(result, result.method));
}

/** After the last proof. Of any number of requests at this moment one gets here with the sign-in's row. */
async function goOn(waiting: Waiting, parts: ChallengeParts): Promise<ChallengeAnswer> {
  const { request, purpose, secret, key, state } = waiting;
  const step = nextStep(state);
  if (step.step !== 'finish') return redirectToWeb();
  const finished = { accountId: key.accountId, assurance: step.assurance };
  const events = finishedEvents(request, purpose, { ...finished, state });
  if (!(await takeFinished(parts.database, key, events))) return invalidSession();
  await parts.authSessions.end(secret);
  return issueCode(request, purpose, finished, parts);
}

function sentenceOf(refused: Refused, method: SecondFactorMethod): string {
  const isSpentBackupCode = refused.because === 'already_used' && method === 'backup_code';
  return isSpentBackupCode ? 'Backup code already used' : 'Invalid verification code';
}

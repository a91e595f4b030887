/** Tells what an error means for the one who asked, and whether the operator should hear of it. */
import { Overloaded } from '../accounts/hash-queue.js';
import { isBadValue, isDatabaseUnavailable, isRemovedMeanwhile } from '../database/failures.js';
import { Problem } from './problem.js';

/** The answer, and how loudly to log the error behind it. Refusals are not logged: the request line shows their status. */
export interface Failure {
  readonly problem: Problem;
  readonly log: 'nothing' | 'warn' | 'error';
}

/** Seconds after which a client may come back when the database was away. */
const databaseRetrySeconds = 2;

/** Pure. */
export function asProblem(error: unknown): Failure {
  if (error instanceof Problem) return { problem: error, log: 'nothing' };
  if (error instanceof Overloaded) {
    const problem = new Problem(503, 'overloaded', 'The server is busy. Try again in a moment.', {
      headers: { 'Retry-After': String(error.retryAfterSeconds) },
    });
    return { problem, log: 'nothing' };
  }
  if (isDatabaseUnavailable(error)) {
    const sentence = 'The server cannot reach its database at the moment. Try again shortly.';
    const problem = new Problem(503, 'database_unavailable', sentence, {
      headers: { 'Retry-After': String(databaseRetrySeconds) },
    });
    return { problem, log: 'warn' };
  }
  if (isRemovedMeanwhile(error)) {
    const sentence = 'What this is about was removed at this moment. Look again, or start over.';
    return { problem: new Problem(409, 'removed_meanwhile', sentence), log: 'warn' };
  }
  // A value that should have been refused before it came to the database: a gap in our checks, so the operator hears of it.
  if (isBadValue(error)) {
    return { problem: new Problem(400, 'invalid_value', 'A value of the request cannot be used.'), log: 'warn' };
  }
  const status = refusalStatus(error);
  if (status !== undefined) {
    return { problem: new Problem(status, 'bad_request', 'The request could not be understood.'), log: 'nothing' };
  }
  const sentence = 'Something went wrong on our side. Quote the request number when you report it.';
  return { problem: new Problem(500, 'internal_error', sentence), log: 'error' };
}

/** Koa, its router and its parsers throw http-errors; those meant for the client say so with `expose`. */
function refusalStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  return expose === true && typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

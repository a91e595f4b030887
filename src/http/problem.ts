/** A refusal as HTTP says it: status, stable code, a sentence for people. RFC 9457. */
import { STATUS_CODES } from 'node:http';

/** What a problem may carry besides status, code and sentence. */
export interface ProblemExtra {
  /** Response headers, such as Retry-After or WWW-Authenticate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the JSON object (RFC 9457 section 3.2). Never a secret, never what was sent. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** The JSON object of an error answer. */
export interface ProblemDocument {
  /** The code tells problems apart; RFC 9457 section 4.2.1 asks for the status phrase as title then. */
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly request_id?: string;
  readonly [member: string]: unknown;
}

/** Media type of an error answer. */
export const problemType = 'application/problem+json; charset=utf-8';

/** Thrown wherever a request ends in a refusal; `errorHandler` turns it into an answer. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param status HTTP status, 400 to 599
   * @param code stable, lower_snake; programs decide by it
   * @param detail one sentence for people; says what to do, never which half of a credential was wrong
   */
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extra: ProblemExtra = {},
  ) {
    super(detail);
  }
}

/** The status phrase of RFC 9110, such as `Not Found`. */
export function statusPhrase(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}

/**
 * The document to answer with. Our own members win over additional ones. Only faults carry the request's id: two refusals that
 * must not be told apart (an unknown account and a hidden one) have the same bytes.
 */
export function problemDocument(problem: Problem, requestId: string | undefined): ProblemDocument {
  return {
    ...problem.extra.members,
    type: 'about:blank',
    title: statusPhrase(problem.status),
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    ...(requestId === undefined || problem.status < 500 ? {} : { request_id: requestId }),
  };
}

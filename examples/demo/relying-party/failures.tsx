/** Turns what goes wrong at the relying party into a page with a sentence. */
import type Koa from 'koa';
import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { renderPage } from './layout.js';
import { AssuranceTooLow } from './sign-in.js';

interface Failure {
  readonly status: number;
  readonly title: string;
  readonly sentence: string;
  readonly details: string;
}

/** Catches everything behind it. */
export function showFailures(): Koa.Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const failure = failureOf(error);
      ctx.status = failure.status;
      ctx.type = 'html';
      ctx.body = failurePage(failure);
    }
  };
}

function failurePage({ title, sentence, details }: Failure): string {
  return renderPage({
    title,
    children: (
      <>
        <p>{sentence}</p>
        <p>
          <code id="failure">{details}</code>
        </p>
        <p>
          <a href="/">Back to the start</a>
        </p>
      </>
    ),
  });
}

function failureOf(error: unknown): Failure {
  if (error instanceof AuthorizationResponseError) {
    const details = `${error.error}: ${error.error_description ?? ''}`;
    const sentence = 'Countersign sent the browser back without a code. Nobody was signed in.';
    return { status: 403, title: 'Not signed in', sentence, details };
  }
  if (error instanceof ResponseBodyError) {
    const details = `${error.error}: ${error.error_description ?? ''}`;
    return { status: 502, title: 'Countersign refused', sentence: 'The request for tokens was refused.', details };
  }
  if (error instanceof AssuranceTooLow) {
    const sentence = 'The sign-in was weaker than what was demanded, so it does not count.';
    return { status: 403, title: 'Not signed in', sentence, details: error.message };
  }
  const details = error instanceof Error ? error.message : String(error);
  return { status: 500, title: 'That did not work', sentence: 'Something went wrong.', details };
}

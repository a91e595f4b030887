/** Shows a page again when its act was refused: with the reason, and with what was typed. */
import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import { Problem } from '../http/problem.js';
import { sendPage } from '../http/send-page.js';
import type { Locale } from '../language/locale.js';
import { adminMessages } from './messages/admin-catalogue.js';

/**
 * Runs the act. Undefined when it was refused, and the page was sent. What is no refusal is thrown on: faults, and what ends the
 * whole session.
 * @param sentences those of the page by code, before the common ones
 * @param field name of the input that a code's message belongs to; without it, it stands above the form
 */
export async function orShowAgain<Result>(
  ctx: Context,
  {
    locale,
    sentences = {},
    field = {},
    page,
  }: {
    readonly locale: Locale;
    readonly sentences?: Readonly<Record<string, string>>;
    readonly field?: Readonly<Record<string, string>>;
    readonly page: (error: FieldError) => string;
  },
  act: () => Promise<Result>,
): Promise<{ readonly done: Result } | undefined> {
  try {
    return { done: await act() };
  } catch (error) {
    const message = error instanceof Problem ? (own(sentences, error.code) ?? sentenceFor(error, locale)) : undefined;
    if (!(error instanceof Problem) || message === undefined) throw error;
    sendPage(ctx, page({ field: field[error.code] ?? 'form', message }), error.status);
    return undefined;
  }
}

/** In the page's language; undefined for codes that no page explains. */
function sentenceFor({ code }: Problem, locale: Locale): string | undefined {
  return own(adminMessages(locale).problems, code);
}

function own(sentences: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

/** Error pages for people: the sentence for a kind of failure, in their language. */
import type { ErrorPage } from '../src/http/error-handler.js';
import { chooseLocale } from '../src/language/locale.js';
import { errorPage, failureOf } from './views/error-page.js';

/** For `errorHandler`: a whole document. */
export function createProblemPage(brandName: string): (page: ErrorPage) => string {
  return ({ status, code, requestId, acceptLanguage }) =>
    errorPage({
      locale: chooseLocale({ acceptLanguage }),
      brand: { name: brandName },
      failure: failureOf(status),
      technical: code,
      requestId,
    });
}

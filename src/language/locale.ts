/** Chooses the language of a page from what the relying party and the browser ask for. Pure. */

/** The languages the pages speak. */
export type Locale = 'en' | 'nl';

/** What the request says about languages. */
export interface LocaleWishes {
  /** `ui_locales` of the authorization request: BCP 47 tags, best first, separated by spaces. */
  readonly uiLocales?: string | undefined;
  /** The `Accept-Language` header (RFC 9110 section 12.5.4). */
  readonly acceptLanguage?: string | undefined;
}

/** The first language that is wished for and spoken; English when there is none. `ui_locales` goes before the browser. */
export function chooseLocale({ uiLocales, acceptLanguage }: LocaleWishes): Locale {
  const fromRelyingParty = (uiLocales ?? '').split(' ');
  const fromBrowser = languageRanges(acceptLanguage ?? '');
  for (const tag of [...fromRelyingParty, ...fromBrowser]) {
    const locale = spoken(tag);
    if (locale) return locale;
  }
  return 'en';
}

/** `nl-BE` and `NL` are Dutch; `nds-NL` (Low Saxon) is not. */
function spoken(tag: string): Locale | undefined {
  const language = tag.trim().toLowerCase().split('-')[0];
  if (language === 'en' || language === 'nl') return language;
  return undefined;
}

/** Language ranges, best first; equal weights keep their order, a weight of 0 means "not this one". */
function languageRanges(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter));
      return { range, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ weight }) => weight > 0 && weight <= 1)
    .sort((one, other) => other.weight - one.weight)
    .map(({ range }) => range);
}

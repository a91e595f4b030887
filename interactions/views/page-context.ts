/** What every page is told about its surroundings, and what every form needs. */
import type { Locale } from '../../src/language/locale.js';
import type { Notice } from './notices.js';

/** Who runs this server. */
interface Brand {
  readonly name: string;
  /** An address on this server or a `data:image/` URL; others are left out, as the CSP would refuse them. */
  readonly logoUrl?: string | undefined;
}

/** The application that the person signs in to. */
export interface RelyingParty {
  readonly name: string;
  /** As {@link Brand.logoUrl}. */
  readonly logoUrl?: string | undefined;
  /** `policy_uri` and `tos_uri` of the registration; shown on the consent page when they are http(s). */
  readonly policyUrl?: string | undefined;
  readonly termsUrl?: string | undefined;
}

/** Props that every page takes. */
export interface PageContext {
  readonly locale: Locale;
  readonly brand: Brand;
  readonly relyingParty?: RelyingParty | undefined;
  /** Something that happened before this page; shown above its content. Made by `noticeFor`. */
  readonly notice?: Notice | undefined;
}

/** A refused field. Made by the functions in field-errors.ts. */
export interface FieldError {
  /** Name of the input the message belongs to, or `form` when it belongs to none. */
  readonly field: string;
  readonly message: string;
  /** Why, and what helps, when it is known. */
  readonly detail?: string | undefined;
  /** The answer below the form that helps with this; shown open. */
  readonly help?: HelpTopic | undefined;
}

/** Questions answered on the challenge page. */
export type HelpTopic = 'clock' | 'newPhone' | 'lostPhone' | 'administrator';

/** Where a page's forms post to. */
export interface FormTarget {
  /** Path of the page itself: GET shows it, POST acts on it. */
  readonly action: string;
  /** Value of the hidden `csrf` input. */
  readonly csrf: string;
}

/** Props that every page inside an authorization takes: always with the relying party. */
export interface InteractionProps extends PageContext, FormTarget {
  readonly relyingParty: RelyingParty;
  readonly error?: FieldError | undefined;
}

/** What the pages that need no sign-in are made of: forgotten passwords, sign-up, links out of mails. */
import type { Context } from 'koa';
import type { FormTarget, PageContext } from '../../interactions/views/page-context.js';
import type { AccountParts } from './account-parts.js';

/** A request by somebody whom nobody has recognised. */
export interface OpenPublic {
  readonly props: PageContext & FormTarget;
  /** `token` of the link that led here: from the address, and later from the form, which repeats it in a hidden field. */
  readonly token: string | undefined;
}

export type PublicAct = (
  ctx: Context,
  open: OpenPublic,
  form: ReadonlyMap<string, string>,
  parts: AccountParts,
) => Promise<void>;

/** One page that anyone may open. No session is read for it. */
export interface PublicPage {
  /** Path of the page: GET shows it, POST with `act` acts on it. */
  readonly path: string;
  show(ctx: Context, open: OpenPublic, parts: AccountParts): Promise<void>;
  /** By the value of the button that was pressed. */
  readonly acts: Readonly<Record<string, PublicAct>>;
}

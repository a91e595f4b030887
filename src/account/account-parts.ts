/** What the account pages are made of: handed in once by the composition root. */

import type { Context } from 'koa';
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { Clock } from '../clock.js';
import type { Database } from '../database/schema.js';
import type { Factors } from '../mfa/factors.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { PageSession, ReadPageSession } from '../oidc/page-session.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import type { AccountPageContext } from './account-page-context.js';

export interface AccountParts {
  readonly database: Database;
  readonly settings: Settings;
  readonly policy: MfaPolicy;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly factors: Factors;
  readonly readPageSession: ReadPageSession;
}

/** A request by somebody who is signed in. */
export interface OpenAccount {
  readonly session: PageSession;
  readonly props: AccountPageContext;
}

export type AccountAct = (
  ctx: Context,
  open: OpenAccount,
  form: ReadonlyMap<string, string>,
  parts: AccountParts,
) => Promise<void>;

/** One page for somebody who is signed in, with what can be done on it. */
export interface AccountPage {
  /** Path of the page: GET shows it, POST with `act` acts on it. */
  readonly path: string;
  /**
   * Asks for a sign-in of the last five minutes, with the second factor where there is one, before the page is shown: so
   * nothing that was typed is lost to a sign-in in between.
   */
  readonly needsFreshSignIn: boolean;
  show(ctx: Context, open: OpenAccount, parts: AccountParts): Promise<void>;
  /** By the value of the button that was pressed. */
  readonly acts: Readonly<Record<string, AccountAct>>;
  /**
   * Acts for a session that does not prove the second factor which its account has by now, because it was set up on this very
   * page: to hear that codes are not shown twice, and to say that they are saved. They show nothing of the account and
   * change nothing of its security. For all others the names in `acts` count.
   */
  readonly actsBeforeFactor?: Readonly<Record<string, AccountAct>>;
  /** Acts for a session that was fresh when the page was shown and is not any more. They change nothing of the account's security. */
  readonly actsWhenNotFresh?: Readonly<Record<string, AccountAct>>;
}

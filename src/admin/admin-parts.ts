/** What the console's pages are made of: handed in once by the composition root. */
import type { Context } from 'koa';
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { Administrator } from '../administration/administer.js';
import type { Clock } from '../clock.js';
import type { Database } from '../database/schema.js';
import type { Factors } from '../mfa/factors.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { PageSession, ReadPageSession } from '../oidc/page-session.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import type { AdminPageContext } from './admin-page-context.js';

export interface AdminParts {
  readonly database: Database;
  readonly settings: Settings;
  readonly policy: MfaPolicy;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly factors: Factors;
  readonly readPageSession: ReadPageSession;
}

/** A request by an administrator. */
export interface OpenAdmin {
  readonly session: PageSession;
  readonly props: AdminPageContext;
  /** What acts are done as: decided again under the lock. */
  readonly administrator: Administrator;
  /** From the path; text of any kind. */
  readonly params: Readonly<Record<string, string>>;
}

export type AdminAct = (
  ctx: Context,
  open: OpenAdmin,
  form: ReadonlyMap<string, string>,
  parts: AdminParts,
) => Promise<void>;

/** One page of the console, with what can be done on it. */
export interface AdminPage {
  /** Path of the page, `:name` standing for one segment: GET shows it, POST with `act` acts on it. */
  readonly path: string;
  /**
   * Asks for a sign-in of the last five minutes, with the second factor where there is one, before the page is shown: so nothing
   * that was typed is lost to a sign-in in between. Every page that changes something does.
   */
  readonly needsFreshSignIn: boolean;
  show(ctx: Context, open: OpenAdmin, parts: AdminParts): Promise<void>;
  /** By the value of the button that was pressed. Only on pages that need a fresh sign-in. */
  readonly acts?: Readonly<Record<string, AdminAct>>;
}

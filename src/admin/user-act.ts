/** What the pages about one account have in common: finding it, and acting on it. */
import type { Context } from 'koa';
import type { FieldError } from '../../interactions/views/page-context.js';
import type { Account } from '../accounts/account.js';
import { findAccountById } from '../accounts/account-store.js';
import { perform, type UserAct } from '../administration/administer.js';
import { accountNotFound } from '../administration/administration-problems.js';
import { seeOther } from '../http/see-other.js';
import type { AdminParts, OpenAdmin } from './admin-parts.js';
import { orShowAgain } from './refused-act.js';

/** One statement. Throws Problem 404. */
export async function userOf({ params }: OpenAdmin, { database }: AdminParts): Promise<Account> {
  const reading = await findAccountById(database, params.id ?? '');
  if (reading === undefined) throw accountNotFound();
  return reading.account;
}

export interface ActOnUser<Input, Result> {
  readonly act: UserAct<Input, Result>;
  readonly user: Pick<Account, 'id'>;
  readonly input: Input;
  /** Name of the input that a code's message belongs to; see orShowAgain. */
  readonly field?: Readonly<Record<string, string>>;
  /** The page again, with what was typed. */
  page(error: FieldError): string;
}

/** One transaction. Undefined when the act was refused, and the page was shown again with the sentence that says why. */
export async function actOnUser<Input, Result>(
  ctx: Context,
  { props, administrator }: OpenAdmin,
  { database }: AdminParts,
  { act, user, input, field, page }: ActOnUser<Input, Result>,
): Promise<{ readonly done: Result } | undefined> {
  const { locale } = props;
  const change = { act, targetId: user.id, input };
  return orShowAgain(ctx, field === undefined ? { locale, page } : { locale, page, field }, () =>
    perform(database, administrator, change, async (_held, result) => result),
  );
}

/** Back to the account, which says what was done. */
export function backToUser(ctx: Context, { id }: Pick<Account, 'id'>, done: UserDone): void {
  seeOther(ctx, `/admin/users/${id}?done=${done}`);
}

/** What the page of an account can say was done. */
export const userDone = [
  'disable',
  'reset',
  'grace',
  'unlocked',
  'session',
  'everywhere',
  'changed',
  'created',
] as const;

export type UserDone = (typeof userDone)[number];

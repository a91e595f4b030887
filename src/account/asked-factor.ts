/** Which authenticator app a page is about: named in its address, and looked for among the person's own only. */
import type { Context } from 'koa';
import type { Connection } from '../database/schema.js';
import type { FactorSummary } from '../mfa/mfa-state.js';
import { readMfaState } from '../mfa/mfa-state-store.js';
import type { PageSession } from '../oidc/page-session.js';

/** The id in the query, as it came; empty when there is none. */
export function factorIdAsked(ctx: Context): string {
  const { factor } = ctx.query;
  return typeof factor === 'string' ? factor : '';
}

/** One statement. */
export async function factorAsked(
  ctx: Context,
  { account }: PageSession,
  connection: Connection,
): Promise<{ readonly factor: FactorSummary; readonly isLast: boolean } | undefined> {
  const { factors } = await readMfaState(connection, account.id);
  const factor = factors.find(({ id }) => id === factorIdAsked(ctx));
  return factor === undefined ? undefined : { factor, isLast: factors.length === 1 };
}

/** Address of a page about one app; its form goes there too. */
export function pathAbout(path: string, factorId: string): string {
  return `${path}?${new URLSearchParams({ factor: factorId })}`;
}

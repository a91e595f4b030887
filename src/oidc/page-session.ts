/** Who is looking at our own pages: the one session of this server, judged as any authorization would judge it. */
import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import type { Account } from '../accounts/account.js';
import type { Connection } from '../database/schema.js';
import { type Assurance, levelOfAmr } from '../login/amr.js';
import { isFresh } from '../login/freshness.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { allowsWithoutInteraction, decideMfa, type MfaPolicy } from '../mfa/policy.js';
import { accountOfRequest } from './record-account.js';
import { recordIdOf } from './record-row.js';
import { mfaTimeOfSession } from './session-assurance.js';

export interface PageSession {
  readonly account: Account;
  /** The database's time of the reading. */
  readonly readAt: Date;
  readonly assurance: Assurance;
  /** Whether it suffices for a sensitive act: see isFresh. */
  readonly isFresh: boolean;
  /** oidc_record.uid of the session: what Kept.sessionUids takes, and what forms are bound to. */
  readonly recordUid: string;
}

export type PageSessionReading =
  | { readonly ok: true; readonly session: PageSession }
  /** Nobody, or somebody who was signed out, disabled, or changed meanwhile. */
  | { readonly ok: false; readonly because: 'signed_out' }
  /**
   * The session proves less than today's policy asks of this account. `unproved` opens no page: it is for what a form of this
   * very session may still say in the moment in which a second factor came to be.
   */
  | { readonly ok: false; readonly because: 'mfa_required'; readonly unproved: PageSession };

export type ReadPageSession = (ctx: Context) => Promise<PageSessionReading>;

/** To be called inside a request scope: then it takes one statement. */
export function createReadPageSession(
  provider: Provider,
  { database, policy }: { readonly database: Connection; readonly policy: MfaPolicy },
): ReadPageSession {
  return async (ctx) => {
    const session = await provider.Session.get(ctx as Parameters<typeof provider.Session.get>[0]);
    const { accountId, loginTs, amr } = session;
    if (accountId === undefined || loginTs === undefined) return { ok: false, because: 'signed_out' };
    const reading = await accountOfRequest(database, accountId);
    if (reading === undefined || reading.account.status !== 'active') return { ok: false, because: 'signed_out' };
    const { account, readAt } = reading;
    const assurance: Assurance = { amr: amr ?? ['pwd'], authTime: loginTs, mfaTime: mfaTimeOfSession(session) };
    const subject = mfaSubjectOf(account);
    const decision = decideMfa({
      account: subject,
      policy,
      demanded: null,
      proved: levelOfAmr(assurance.amr),
      now: readAt,
    });
    const read: PageSession = {
      account,
      readAt,
      assurance,
      isFresh: isFresh(assurance, { hasFactor: subject.hasFactor, now: readAt }),
      recordUid: recordIdOf(session.uid),
    };
    if (!allowsWithoutInteraction(decision)) return { ok: false, because: 'mfa_required', unproved: read };
    return { ok: true, session: read };
  };
}

/** The login prompt: the one gate that every authorization passes, by new sign-in, existing session, prompt=none or device. */
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Account } from '../accounts/account.js';
import { acrRequestsOf } from '../login/acr-requests.js';
import { acrDemandOf, acrToReturn, levelOfAmr } from '../login/amr.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { allowsWithoutInteraction, decideMfa, type MfaPolicy, strictest } from '../mfa/policy.js';
import { assuranceMember } from './assurance-source.js';
import { clientDemandOf } from './client-demand.js';
import { trustOwnApps } from './consent-prompt.js';
import type { Resource } from './resource.js';
import { resourceDemandOf } from './resource-demand.js';
import { loginResultOf, mfaTimeOfSession } from './session-assurance.js';

const { Check, base } = interactionPolicy;

/** Reason under which a session that proves too little is sent to the second factor; the password is not asked again for it. */
export const mfaReason = 'mfa';

export interface LoginPromptParts {
  readonly policy: MfaPolicy;
  /** The account behind the engine's Account of this request, with the database's time at which it was read. */
  accountOf(ctx: KoaContextWithOIDC): { account: Account; readAt: Date } | undefined;
  findResource(identifier: string): Promise<Resource | undefined>;
}

/** The engine's own policy with its acr checks replaced: they can be lowered from the URL and never enforce `acr_values`. */
export function createInteractionPolicy(parts: LoginPromptParts): ReturnType<typeof base> {
  const policy = base();
  const login = policy.get('login');
  if (login === undefined) throw new Error('oidc-provider has no login prompt any more.');
  for (const replaced of ['essential_acr', 'essential_acrs']) login.checks.remove(replaced);
  login.checks.add(accountCheck(parts));
  login.checks.add(mfaCheck(parts));
  trustOwnApps(policy);
  return policy;
}

/** A session or a finished sign-in whose account is gone, disabled or changed since must start again at the password. */
function accountCheck(parts: LoginPromptParts) {
  return new Check('account_changed', 'the account has changed since it was signed in', 'login_required', (ctx) => {
    const { session } = ctx.oidc;
    if (session?.accountId === undefined) return Check.NO_NEED_TO_PROMPT;
    const known = parts.accountOf(ctx);
    const login = loginResultOf(ctx);
    const isCurrent = known !== undefined && (login === undefined || login.generation === known.account.generation);
    if (isCurrent) return Check.NO_NEED_TO_PROMPT;
    forgetSignIn(session);
    return Check.REQUEST_PROMPT;
  });
}

/**
 * The engine has put a finished sign-in into the session before it asks whether that still counts, and keeps the session in any
 * case: without this a sign-in from before a change would live on under the account's new generation.
 */
function forgetSignIn(session: object): void {
  for (const member of ['accountId', 'loginTs', 'amr', 'acr', 'mfaTime', 'authorizations']) {
    Reflect.deleteProperty(session, member);
  }
}

/** Does what the session proves suffice, for this account, this client and this request, today? */
function mfaCheck(parts: LoginPromptParts) {
  return new Check(
    mfaReason,
    'a second factor is required',
    'interaction_required',
    async (ctx) => {
      const { params, client, session } = ctx.oidc;
      const requests = acrRequestsOf(params ?? {});
      const demand = acrDemandOf(requests);
      if (demand.unmeetable) {
        throw new errors.UnmetAuthenticationRequirements('none of the requested acr values can be reached');
      }
      const known = parts.accountOf(ctx);
      if (known === undefined || session?.accountId === undefined) return Check.NO_NEED_TO_PROMPT;
      const proved = levelOfAmr(session.amr);
      const byResource = await resourceDemandOf(params?.resource, parts.findResource);
      const decision = decideMfa({
        account: mfaSubjectOf(known.account),
        policy: parts.policy,
        demanded: strictest(demand.level, clientDemandOf(client), byResource),
        proved,
        now: known.readAt,
      });
      if (!allowsWithoutInteraction(decision)) return Check.REQUEST_PROMPT;
      promiseAssurance(ctx, acrToReturn(proved, requests));
      return Check.NO_NEED_TO_PROMPT;
    },
    (ctx) => ({ [mfaReason]: { authTime: ctx.oidc.session?.loginTs ?? null } }),
  );
}

/** Writes the snapshot that the code will carry: the acr value for this relying party, and the session's `mfa_time`. */
function promiseAssurance(ctx: KoaContextWithOIDC, acr: string): void {
  // The engine computes a code's acr by this getter; the value is ours to choose, per relying party.
  Object.defineProperty(ctx.oidc, 'acr', { configurable: true, get: () => acr });
  const claims = ctx.oidc.claims as Record<string, unknown>;
  claims[assuranceMember] = { mfa_time: mfaTimeOfSession(ctx.oidc.session) };
}

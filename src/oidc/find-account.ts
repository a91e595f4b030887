/** Loads the account behind a session or token, refuses those that today's policy would not let sign in, and states its claims. */
import type { Account as EngineAccount, KoaContextWithOIDC } from 'oidc-provider';
import type { Account, AccountReading } from '../accounts/account.js';
import { assuranceClaims, levelOfAmr } from '../login/amr.js';
import { mfaSubjectOf } from '../mfa/mfa-subject.js';
import { allowsWithoutInteraction, decideMfa, type MfaPolicy, strictest } from '../mfa/policy.js';
import { assuranceOfToken } from './assurance-source.js';
import { clientDemandOf } from './client-demand.js';
import type { Resource } from './resource.js';
import { resourceDemandOf } from './resource-demand.js';

export interface FindAccountParts {
  readonly policy: MfaPolicy;
  loadAccount(accountId: string): Promise<AccountReading | undefined>;
  findResource(identifier: string): Promise<Resource | undefined>;
}

/** The engine's account with ours inside, so that later checks of the same request need no second reading. */
export interface LoadedAccount extends EngineAccount {
  readonly reading: AccountReading;
}

interface SourceToken {
  readonly kind: string;
  readonly acr?: string;
  readonly amr?: string[];
  readonly authTime?: number;
  readonly claims?: unknown;
  readonly extra?: Record<string, unknown>;
  readonly resource?: string | string[];
}

const redeemable: ReadonlySet<string> = new Set(['AuthorizationCode', 'RefreshToken', 'DeviceCode']);

/**
 * The engine's `findAccount`. Undefined means `invalid_grant` for a code or refresh token: a change of policy takes
 * effect on them as it would on a fresh sign-in.
 */
export function createFindAccount(parts: FindAccountParts) {
  return async (ctx: KoaContextWithOIDC, accountId: string, token?: unknown): Promise<LoadedAccount | undefined> => {
    const reading = await parts.loadAccount(accountId);
    if (reading === undefined || reading.account.status !== 'active') return undefined;
    const source = token as SourceToken | undefined;
    if (source !== undefined && redeemable.has(source.kind) && !(await policyAccepts(parts, reading, ctx, source))) {
      return undefined;
    }
    return {
      accountId: reading.account.id,
      reading,
      claims: () => ({ ...profileClaims(reading.account), ...assuranceClaimsOf(source), sub: reading.account.id }),
    };
  };
}

/** Ours behind the engine's account of this request. */
export function accountReadingOf(ctx: KoaContextWithOIDC): AccountReading | undefined {
  return (ctx.oidc.account as LoadedAccount | undefined)?.reading;
}

async function policyAccepts(
  { policy, findResource }: FindAccountParts,
  reading: AccountReading,
  ctx: KoaContextWithOIDC,
  token: SourceToken,
): Promise<boolean> {
  const decision = decideMfa({
    account: mfaSubjectOf(reading.account),
    policy,
    demanded: strictest(clientDemandOf(ctx.oidc.client), await resourceDemandOf(token.resource, findResource)),
    proved: levelOfAmr(token.amr),
    now: reading.readAt,
  });
  return allowsWithoutInteraction(decision);
}

/** Claims about the person (OpenID Connect Core section 5.1). */
function profileClaims(account: Account): Record<string, unknown> {
  return {
    email: account.email,
    email_verified: account.emailVerifiedAt !== null,
    ...(account.name === '' ? {} : { name: account.name }),
    ...(account.locale === null ? {} : { locale: account.locale }),
  };
}

/** Claims about the sign-in behind this token: an access token carries them ready-made, the others carry the snapshot. */
function assuranceClaimsOf(source: SourceToken | undefined): Record<string, unknown> {
  if (source === undefined) return {};
  if (source.kind === 'AccessToken') return source.extra ?? {};
  const { assurance, acr } = assuranceOfToken(source);
  return assuranceClaims(assurance, acr);
}

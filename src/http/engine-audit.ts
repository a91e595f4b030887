/** Reports what the protocol engine does to the audit log: the events commit with the records that they report. */
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AuditEvent } from '../audit/audit-event.js';
import type { Database } from '../database/schema.js';
import { currentScope } from '../oidc/current-scope.js';
import { writeRecords } from '../oidc/record-write-store.js';
import { sourceOf } from './request-state.js';

/** Tokens issued and revoked, a second use of a code or refresh token, and signing out. */
export function auditEngine(provider: Provider, database: Database): void {
  const report = (
    ctx: KoaContextWithOIDC,
    event: Pick<AuditEvent, 'type' | 'outcome' | 'detail'>,
    accountId?: string,
  ) => {
    const { ip, userAgent } = sourceOf(ctx);
    const clientId = ctx.oidc.client?.clientId ?? null;
    const subjectId = accountId ?? null;
    const actor =
      event.type === 'user.logout' && subjectId !== null
        ? ({ type: 'account', id: subjectId } as const)
        : ({ type: 'client', id: clientId } as const);
    const whole: AuditEvent = { ...event, actor, subjectId, clientId, ip, userAgent };
    currentScope()?.report(whole, (events) => writeRecords(database, [], [], events));
  };

  provider.on('grant.success', (ctx) => {
    const { AccessToken, ClientCredentials, Account: account } = ctx.oidc.entities;
    const token = AccessToken ?? ClientCredentials;
    const detail = {
      grant_type: ctx.oidc.params?.grant_type ?? null,
      scope: token?.scope ?? null,
      audience: token?.aud ?? null,
    };
    report(ctx, { type: 'token.issued', outcome: 'success', detail }, account?.accountId);
  });
  provider.on('grant.revoked', (ctx) => {
    const detail = { because: ctx.oidc.route === 'token' ? 'used_twice' : ctx.oidc.route };
    report(ctx, { type: 'token.revoked', outcome: 'success', detail }, accountOf(ctx));
  });
  // An access token alone; with a refresh token goes its whole grant, which is reported above.
  provider.on('access_token.destroyed', (token) => {
    const ctx = Provider.ctx;
    if (ctx?.oidc.route !== 'revocation') return;
    report(ctx, { type: 'token.revoked', outcome: 'success', detail: { because: 'revocation' } }, token.accountId);
  });
  provider.on('end_session.success', (ctx) => {
    report(ctx, { type: 'user.logout', outcome: 'success' }, ctx.oidc.session?.accountId);
  });
}

/** The account of whatever was revoked. */
function accountOf(ctx: KoaContextWithOIDC): string | undefined {
  const { RefreshToken, AuthorizationCode, AccessToken, Account, Session } = ctx.oidc.entities;
  return (
    Account?.accountId ??
    RefreshToken?.accountId ??
    AuthorizationCode?.accountId ??
    AccessToken?.accountId ??
    Session?.accountId
  );
}

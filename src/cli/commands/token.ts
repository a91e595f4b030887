/** `token`: breaks the glass. An access token for our own API, for when nobody can sign in. */
import { type Account, isAdmin } from '../../accounts/account.js';
import { recordEvents } from '../../audit/audit-store.js';
import { readDatabaseTime } from '../../database/database-time-store.js';
import { apiResource, apiScopes } from '../../oidc/resource.js';
import type { Reading } from '../../settings/setting-definition.js';
import { accountNamed, userOption } from '../account-lookup.js';
import { done } from '../audited.js';
import { storeBreakGlassToken } from '../break-glass.js';
import { CommandRefused, defineCommand } from '../command.js';
import { openInstallation } from '../installation.js';
import { durationUpTo, optional, required } from '../option.js';

/** Long enough to mend something, too short to be kept. */
const defaultSeconds = 600;
const longestSeconds = 3600;

export const token = defineCommand({
  words: 'token',
  summary: 'Make a short-lived access token for the API without signing in (break-glass)',
  place: 'beside-database',
  options: {
    user: userOption,
    scope: required('S', `Space-separated: ${apiScopes.join(', ')}`, readScope),
    ttl: optional('10m', 'How long it lives, at most 1h', durationUpTo(longestSeconds)),
  },
  async run(context, { user, scope, ttl = defaultSeconds }) {
    const { database, keyRing } = await openInstallation(context);
    const { account } = await accountNamed(database, user);
    refuseUnfit(account, scope);
    const audience = apiResource(context.settings.issuer).identifier;
    const { accessToken, expiresAt } = await database.transaction().execute(async (transaction) => {
      const now = await readDatabaseTime(transaction);
      const asked = { account, audience, scope: scope.join(' '), ttl, now };
      const stored = await storeBreakGlassToken(transaction, keyRing, asked);
      const detail = { break_glass: true, scope: asked.scope, expires_at: stored.expiresAt.toISOString() };
      await recordEvents(transaction, [done(context, 'token.issued', { subjectId: account.id, detail })]);
      return stored;
    });
    const expires = expiresAt.toISOString();
    return {
      json: { access_token: accessToken, expires_at: expires },
      text: accessToken,
      note: `Valid until ${expires} as ${account.email}, for ${audience}. This is in the audit log.`,
    };
  },
});

/** The API would refuse such a token anyhow; better to say so before somebody needs it. */
function refuseUnfit(account: Account, scope: readonly string[]): void {
  if (account.status !== 'active') {
    throw new CommandRefused('account_not_active', 'The account is not active. Activate it first, or take another.');
  }
  if (scope.some((word) => word !== 'account') && !isAdmin(account)) {
    throw new CommandRefused(
      'role_required',
      'Only an account with the role admin or super_admin can have this scope.',
    );
  }
}

function readScope(text: string): Reading<readonly string[]> {
  const words = [...new Set(text.split(/\s+/).filter((word) => word !== ''))];
  const known: readonly string[] = apiScopes;
  return words.length > 0 && words.every((word) => known.includes(word))
    ? { ok: true, value: words }
    : { ok: false, because: `must be one or more of ${apiScopes.join(', ')}` };
}

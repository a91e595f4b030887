/** The page `/account/security/remove?factor=…`: takes one of several authenticator apps away, against a code. */
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import type { MfaState } from '../mfa/mfa-state.js';
import { changeWithProof } from '../mfa/proven-change-store.js';
import { removeTotpCredential } from '../mfa/remove-mfa-store.js';
import type { AccountAct, AccountPage } from './account-parts.js';
import { factorAsked, factorIdAsked, pathAbout } from './asked-factor.js';
import { keptOf, ownOrigin, proofOf, sendRefusedCode } from './own-proof.js';
import { securityAfter } from './security-done.js';
import { removeAppPage } from './views/factor-pages.js';
import { securityPaths } from './views/security-parts.js';

/** To remove the last app is to switch the second factor off: that has its own page, which says so. */
export const removeApp: AccountPage = {
  path: securityPaths.remove,
  needsFreshSignIn: true,
  async show(ctx, { session, props }, { database }) {
    const found = await factorAsked(ctx, session, database);
    if (found === undefined) return seeOther(ctx, securityPaths.overview);
    if (found.isLast) return seeOther(ctx, securityPaths.disable);
    const { id, name } = found.factor;
    sendPage(ctx, removeAppPage({ ...props, action: pathAbout(securityPaths.remove, id), name }));
  },
  acts: { remove: remove() },
};

/** One transaction: whether it is one of several, the code, and the removal. */
function remove(): AccountAct {
  return async (ctx, { session, props }, form, parts) => {
    const { account } = session;
    const factorId = factorIdAsked(ctx);
    const typed = form.get('code') ?? '';
    const proof = proofOf(ctx, session, typed, parts);
    let name = '';
    const result = await changeWithProof(parts.database, {
      factors: parts.factors,
      proof,
      generation: account.generation,
      forbids: (_locked, state) => {
        name = state.factors.find(({ id }) => id === factorId)?.name ?? '';
        return forbiddenBecause(state, factorId);
      },
      change: (transaction) =>
        removeTotpCredential(transaction, {
          accountId: account.id,
          credentialId: factorId,
          kept: keptOf(ctx, session, parts),
          permitsLast: () => false,
          events: ({ name: removed }) => [
            {
              ...ownOrigin(ctx, session),
              type: 'mfa.factor_removed',
              subjectId: account.id,
              outcome: 'success',
              detail: { method: 'totp', factor_id: factorId, factor_name: removed },
            },
          ],
        }),
    });
    if (result.ok) return seeOther(ctx, securityAfter('removed'));
    switch (result.because) {
      case 'account_changed':
        return seeOther(ctx, pathAbout(securityPaths.remove, factorId));
      case 'forbidden':
        return seeOther(ctx, result.reason === 'last_factor' ? securityPaths.disable : securityPaths.overview);
      case 'code_refused': {
        const refused = { refusal: result.refusal, typed, now: proof.now, locale: props.locale };
        const action = pathAbout(securityPaths.remove, factorId);
        return sendRefusedCode(ctx, refused, (error) => removeAppPage({ ...props, action, name, error }));
      }
    }
  };
}

/** Another account's app is not found, as one that is gone. */
function forbiddenBecause({ factors }: MfaState, factorId: string): 'factor_not_found' | 'last_factor' | null {
  if (!factors.some(({ id }) => id === factorId)) return 'factor_not_found';
  return factors.length === 1 ? 'last_factor' : null;
}

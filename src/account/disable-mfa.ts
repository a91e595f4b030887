/** The page `/account/security/disable`: switches the second factor off, against a code, unless policy forbids it. */
import type { FieldError } from '../../interactions/views/page-context.js';
import { seeOther } from '../http/see-other.js';
import { sendPage } from '../http/send-page.js';
import { changeWithProof } from '../mfa/proven-change-store.js';
import { removeMfa } from '../mfa/remove-mfa-store.js';
import { decideSelfDisable } from '../mfa/self-disable.js';
import type { AccountAct, AccountPage, AccountParts } from './account-parts.js';
import { keptOf, ownOrigin, proofOf, sendRefusedCode } from './own-proof.js';
import { securityAfter } from './security-done.js';
import { cannotDisablePage, disablePage } from './views/disable-page.js';
import { securityPaths } from './views/security-parts.js';

export const disableMfa: AccountPage = {
  path: securityPaths.disable,
  needsFreshSignIn: true,
  async show(ctx, { session, props }, { policy, settings }) {
    const question = { account: session.account, policy, allowSelfDisable: settings.mfaAllowSelfDisable };
    const decision = decideSelfDisable(question);
    sendPage(ctx, decision.ok ? disablePage(props) : cannotDisablePage({ ...props, because: decision.because }));
  },
  acts: { disable: disable() },
};

/** One transaction: whether it is allowed, the code, and the removal. */
function disable(): AccountAct {
  return async (ctx, { session, props }, form, parts) => {
    const { account } = session;
    const typed = form.get('code') ?? '';
    const proof = proofOf(ctx, session, typed, parts);
    const result = await changeWithProof(parts.database, {
      factors: parts.factors,
      proof,
      generation: account.generation,
      forbids: (locked) => forbiddenBecause(locked, parts),
      change: (transaction) =>
        removeMfa(transaction, {
          accountId: account.id,
          demandEnrolment: false,
          kept: keptOf(ctx, session, parts),
          events: [{ ...ownOrigin(ctx, session), type: 'mfa.disabled', subjectId: account.id, outcome: 'success' }],
        }),
    });
    if (result.ok) return seeOther(ctx, securityAfter('disabled'));
    switch (result.because) {
      case 'account_changed':
        return seeOther(ctx, securityPaths.disable);
      case 'forbidden':
        return sendPage(ctx, cannotDisablePage({ ...props, because: result.reason }), 403);
      case 'code_refused': {
        const refused = { refusal: result.refusal, typed, now: proof.now, locale: props.locale };
        return sendRefusedCode(ctx, refused, (error: FieldError) => disablePage({ ...props, error }));
      }
    }
  };
}

function forbiddenBecause(
  account: Parameters<typeof decideSelfDisable>[0]['account'],
  { policy, settings }: AccountParts,
) {
  const decision = decideSelfDisable({ account, policy, allowSelfDisable: settings.mfaAllowSelfDisable });
  return decision.ok ? null : decision.because;
}

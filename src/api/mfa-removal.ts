/** Removing one's own second factor over the API; the last one switches the second factor off. */
import type { Account } from '../accounts/account.js';
import { mfaNotEnabled } from '../administration/administration-problems.js';
import { Problem } from '../http/problem.js';
import type { MfaState } from '../mfa/mfa-state.js';
import { changeWithProof } from '../mfa/proven-change-store.js';
import { removeTotpCredential } from '../mfa/remove-mfa-store.js';
import { decideSelfDisable } from '../mfa/self-disable.js';
import { changeProblem, factorNotFound } from './code-problem.js';
import { type MfaParts, permittedAccount } from './mfa-parts.js';
import { exampleFactorId, noParameters, unenrollBody, unenrolledSchema } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { decideFactorChange, decideOwnRead } from './own-account-access.js';

export function unenroll(parts: MfaParts): Operation {
  const { database, factors, clock, policy, settings, audience } = parts;

  function forbids(account: Account, state: MfaState, factorId: string) {
    if (account.mfaConfiguredAt === null) return 'mfa_not_enabled';
    if (!state.factors.some(({ id }) => id === factorId)) return 'factor_not_found';
    if (state.totpCount > 1) return null;
    const decision = decideSelfDisable({ account, policy, allowSelfDisable: settings.mfaAllowSelfDisable });
    return decision.ok ? null : decision.because;
  }

  return operation(
    {
      method: 'post',
      path: '/api/mfa/unenroll',
      operationId: 'unenrollMfaFactor',
      summary: 'Remove a second factor',
      description:
        'Needs a code of any of one’s factors, or a backup code. With the last factor the backup codes go too. Afterwards all other sessions and every refresh token of the account have ended; this access token and the session it stems from go on.',
      scopes: ['account'],
      params: noParameters,
      query: noParameters,
      body: { schema: unenrollBody, example: { factor_id: exampleFactorId, code: '492039' } },
      answer: {
        description: 'Removed',
        schema: unenrolledSchema,
        example: { factor_id: exampleFactorId, mfa_enabled: false },
      },
      refusals: {
        401: 'No valid token, or its sign-in is not recent enough (`insufficient_user_authentication`)',
        403: 'The token does not suffice, or the last factor must stay (`forbidden_by_policy`)',
        404: 'There is no such factor (`factor_not_found`)',
        409: 'There is none at all (`mfa_not_enabled`), or the account was changed at this moment (`account_changed`)',
        422: 'The code is wrong (`invalid_code`) or was used already (`code_already_used`)',
        429: 'Too many wrong codes (`too_many_attempts`) or requests; see Retry-After',
      },
    },
    async ({ token, body, origin }) => {
      if (permittedAccount(decideOwnRead(token), audience).mfaConfiguredAt === null) throw mfaNotEnabled();
      const account = permittedAccount(decideFactorChange(token), audience);
      const factorId = body.factor_id.toLowerCase();
      const from = origin();
      const result = await changeWithProof(database, {
        factors,
        proof: { accountId: account.id, typed: body.code, browserId: null, now: clock.now(), origin: from },
        generation: account.generation,
        forbids: (held, state) => forbids(held, state, factorId),
        change: (transaction) =>
          removeTotpCredential(transaction, {
            accountId: account.id,
            credentialId: factorId,
            kept: token.kept,
            events: ({ name, wasLast }) => [
              {
                ...from,
                type: wasLast ? 'mfa.disabled' : 'mfa.factor_removed',
                subjectId: account.id,
                outcome: 'success',
                detail: { method: 'totp', factor_id: factorId, factor_name: name },
              },
            ],
          }),
      });
      if (!result.ok)
        throw result.because === 'forbidden' ? forbiddenProblem(result.reason) : changeProblem(result, token.readAt);
      if (!result.changed.ok) throw factorNotFound();
      return { factor_id: factorId, mfa_enabled: !result.changed.wasLast };
    },
  );
}

function forbiddenProblem(
  reason: 'mfa_not_enabled' | 'factor_not_found' | 'required_by_policy' | 'self_disable_off',
): Problem {
  switch (reason) {
    case 'mfa_not_enabled':
      return mfaNotEnabled();
    case 'factor_not_found':
      return factorNotFound();
    case 'required_by_policy':
      return new Problem(
        403,
        'forbidden_by_policy',
        'A second factor is required of this account: add another one first.',
      );
    case 'self_disable_off':
      return new Problem(403, 'forbidden_by_policy', 'Only an administrator may switch the second factor off here.');
  }
}

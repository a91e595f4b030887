/** Setting up a second factor over the API: a secret, then its first code. */
import { Problem } from '../http/problem.js';
import { readMfaState } from '../mfa/mfa-state-store.js';
import {
  beginPendingEnrolment,
  claimPendingEnrolment,
  countConfirmation,
  type FindPendingResult,
} from '../mfa/pending-enrolment-store.js';
import { qrCodePng } from '../mfa/qr-code.js';
import { mostTotpCredentials } from '../mfa/totp-enrolment-store.js';
import { accountChanged, factorNotFound, invalidCode, tooManyAttempts } from './code-problem.js';
import { type MfaParts, permittedAccount } from './mfa-parts.js';
import {
  enrollBody,
  enrolmentSchema,
  exampleFactorId,
  noParameters,
  verifiedSchema,
  verifyBody,
} from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { decideConfirmation, decideFactorChange } from './own-account-access.js';

/** An account without a factor: two statements with the token's; with one, a third counts them. */
export function enroll({ database, factors, settings, audience }: MfaParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/mfa/enroll',
      operationId: 'enrollMfaFactor',
      summary: 'Begin to set up an authenticator app',
      description:
        'Nothing changes until `POST /api/mfa/verify` confirms it. An enrolment that was begun before, here or on the security page, is replaced.',
      scopes: ['account'],
      params: noParameters,
      query: noParameters,
      body: { schema: enrollBody, example: { name: 'Phone' } },
      answer: {
        description: 'The secret, shown this once',
        schema: enrolmentSchema,
        example: {
          factor_id: exampleFactorId,
          type: 'totp',
          secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
          uri: 'otpauth://totp/Example:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example',
          qr_code: 'data:image/png;base64,iVBORw0KGgo…',
          expires_at: '2026-03-14T09:41:53.589Z',
        },
      },
      refusals: {
        401: 'No valid token, or its sign-in is not recent enough (`insufficient_user_authentication`)',
        409: 'There are as many factors as there may be (`too_many_factors`), or the account was changed at this moment (`account_changed`)',
      },
    },
    async ({ token, body }) => {
      const account = permittedAccount(decideFactorChange(token), audience);
      const { totpCount } =
        account.mfaConfiguredAt === null ? { totpCount: 0 } : await readMfaState(database, account.id);
      if (totpCount >= mostTotpCredentials) {
        throw new Problem(
          409,
          'too_many_factors',
          `There are ${mostTotpCredentials} factors already. Remove one first.`,
        );
      }
      const fresh = factors.totpEnrolment.startEnrolment(account);
      const begin = { account, name: body.name ?? '', fresh };
      const begun = await beginPendingEnrolment(database, begin, settings.mfaSetupMinutes, { reuse: false });
      if (!begun.ok) throw accountChanged();
      return {
        factor_id: fresh.id,
        type: 'totp' as const,
        secret: fresh.seed,
        uri: fresh.uri,
        qr_code: await qrCodePng(fresh.uri),
        expires_at: begun.pending.expiresAt.toISOString(),
      };
    },
  );
}

/** Three statements with the token's: the attempt is counted, then the code is looked at and the factor added. */
export function verify({ database, factors, clock, audience }: MfaParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/mfa/verify',
      operationId: 'verifyMfaFactor',
      summary: 'Confirm an authenticator app with its first code',
      description:
        'The code is compared with the pending enrolment only, never with factors that count already. Afterwards all other sessions and every refresh token of the account have ended; this access token and the session it stems from go on.',
      scopes: ['account'],
      params: noParameters,
      query: noParameters,
      body: { schema: verifyBody, example: { factor_id: exampleFactorId, code: '492039' } },
      answer: {
        description: 'Confirmed; `backup_codes` come with the first factor only',
        schema: verifiedSchema,
        example: { verified: true, backup_codes: ['abc12-def34', 'gh567-jkm89'] },
      },
      refusals: {
        401: 'No valid token, or its sign-in is not recent enough (`insufficient_user_authentication`)',
        404: 'There is no pending enrolment with this `factor_id` (`factor_not_found`)',
        422: 'The code is wrong (`invalid_code`), or there is nothing to confirm any more: begin again (`setup_expired`)',
        429: 'Too many wrong codes on this enrolment: begin again (`too_many_attempts`), or too many requests; see Retry-After',
      },
    },
    async ({ token, body, origin }) => {
      const account = permittedAccount(decideConfirmation(token), audience);
      const found = await countConfirmation(database, account.id, body.factor_id);
      if (!found.ok) throw pendingProblem(found, body.factor_id, token.readAt);
      const { pending } = found;
      const result = await factors.totpEnrolment.confirmEnrolment(database, {
        accountId: account.id,
        pending,
        typed: body.code,
        name: pending.name,
        now: clock.now(),
        origin: origin(),
        claim: claimPendingEnrolment(pending.id),
        kept: token.kept,
      });
      if (result.ok) {
        const { backupCodes } = result;
        return backupCodes.length === 0
          ? { verified: true as const }
          : { verified: true as const, backup_codes: [...backupCodes] };
      }
      throw result.because === 'enrolment_gone' ? setupExpired() : invalidCode(result.clockOffsetMinutes);
    },
  );
}

function pendingProblem(
  { because, expiresAt }: Extract<FindPendingResult, { ok: false }>,
  asked: string | undefined,
  now: Date | null,
): Problem {
  switch (because) {
    case 'too_many_attempts':
      return tooManyAttempts('Too many wrong codes. Please start over.', expiresAt, now);
    case 'absent':
      return asked === undefined ? setupExpired() : factorNotFound();
    case 'expired':
      return setupExpired();
  }
}

function setupExpired(): Problem {
  return new Problem(422, 'setup_expired', 'Setup session expired. Please start over.');
}

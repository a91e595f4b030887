/** One's own backup codes over the API: how many are left, and a new set. */

import { mfaNotEnabled } from '../administration/administration-problems.js';
import { Problem } from '../http/problem.js';
import { countBackupCodes } from '../mfa/backup-code-store.js';
import { generateBackupCodes, hashBackupCode } from '../mfa/backup-codes.js';
import { readCode } from '../mfa/code-input.js';
import { changeWithProof } from '../mfa/proven-change-store.js';
import { renewBackupCodes } from '../mfa/renew-backup-codes-store.js';
import { changeProblem } from './code-problem.js';
import { type MfaParts, permittedAccount } from './mfa-parts.js';
import { backupCodesBody, newBackupCodesSchema, noParameters, remainingSchema } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { decideFactorChange, decideOwnRead } from './own-account-access.js';

export function getBackupCodes({ database, audience }: MfaParts): Operation {
  return operation(
    {
      method: 'get',
      path: '/api/mfa/backup-codes',
      operationId: 'getBackupCodes',
      summary: 'How many backup codes are left',
      description: 'The codes themselves are shown once, when they are made, and cannot be read again.',
      scopes: ['account'],
      params: noParameters,
      query: noParameters,
      answer: { description: 'The number', schema: remainingSchema, example: { remaining: 9 } },
      refusals: {},
    },
    async ({ token }) => {
      const { id } = permittedAccount(decideOwnRead(token), audience);
      return { remaining: await countBackupCodes(database, id) };
    },
  );
}

export function renewCodes({ database, keyRing, factors, clock, settings, audience }: MfaParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/mfa/backup-codes',
      operationId: 'renewBackupCodes',
      summary: 'A new set of backup codes',
      description:
        'The old set is dead at once. Needs a code of the authenticator app: a backup code cannot make others. Afterwards all other sessions and every refresh token of the account have ended; this access token and the session it stems from go on.',
      scopes: ['account'],
      params: noParameters,
      query: noParameters,
      body: { schema: backupCodesBody, example: { code: '492039' } },
      answer: {
        description: 'The codes, shown this once',
        schema: newBackupCodesSchema,
        example: { backup_codes: ['abc12-def34', 'gh567-jkm89'] },
      },
      refusals: {
        401: 'No valid token, or its sign-in is not recent enough (`insufficient_user_authentication`)',
        409: 'There is no factor (`mfa_not_enabled`), or the account was changed at this moment (`account_changed`)',
        422: 'The code is wrong (`invalid_code`), was used already (`code_already_used`), or is a backup code (`totp_required`)',
        429: 'Too many wrong codes (`too_many_attempts`) or requests; see Retry-After',
      },
    },
    async ({ token, body, origin }) => {
      if (permittedAccount(decideOwnRead(token), audience).mfaConfiguredAt === null) throw mfaNotEnabled();
      const { id: accountId, generation } = permittedAccount(decideFactorChange(token), audience);
      // Not looked up, so that it is neither spent nor told whether it is one.
      if (readCode(body.code).kind === 'backup_code') {
        throw new Problem(422, 'totp_required', 'Send a code of the authenticator app, not a backup code.');
      }
      const from = origin();
      const codes = generateBackupCodes(settings.mfaBackupCodes);
      const result = await changeWithProof(database, {
        factors,
        proof: { accountId, typed: body.code, browserId: null, now: clock.now(), origin: from, only: 'totp' },
        generation,
        forbids: (account) => (account.mfaConfiguredAt === null ? 'mfa_not_enabled' : null),
        change: (transaction) =>
          renewBackupCodes(transaction, {
            accountId,
            hashes: codes.map((code) => hashBackupCode(keyRing, accountId, code)),
            kept: token.kept,
            events: [{ ...from, type: 'mfa.backup_codes_regenerated', subjectId: accountId, outcome: 'success' }],
          }),
      });
      if (!result.ok) throw result.because === 'forbidden' ? mfaNotEnabled() : changeProblem(result, token.readAt);
      return { backup_codes: codes };
    },
  );
}

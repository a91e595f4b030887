/** An authenticator app that an administrator sets up for somebody else, and hands over. */
import { perform } from '../administration/administer.js';
import { handOverUserApp } from '../administration/user-mfa.js';
import { qrCodePng } from '../mfa/qr-code.js';
import { type AdminParts, administratorOf } from './admin-parts.js';
import { reasonBody } from './admin-schema.js';
import { enrolmentSchema, exampleFactorId, noParameters } from './mfa-schema.js';
import { type Operation, operation } from './operation.js';
import { userParams } from './user-schema.js';

export function enrollUserMfa(parts: AdminParts): Operation {
  return operation(
    {
      method: 'post',
      path: '/api/users/{id}/mfa/enroll',
      operationId: 'enrollUserMfa',
      summary: 'Set up an authenticator app for somebody',
      description:
        'For an account without a second factor. The key is in this answer and is never shown again, to the person neither: give it to them, not by mail. At the next sign-in, after the password, they are asked for the first code of this app, and get their backup codes; without it nothing is issued any more. Waits seven days, or until the password, roles or status change; then the person sets up an app of their own. Calling it again replaces the app that waits. The person is told by mail.',
      scopes: ['admin'],
      params: userParams,
      query: noParameters,
      body: { schema: reasonBody, example: { reason: 'New phone handed out at the desk' } },
      answer: {
        description: 'The app, which waits for its first code',
        schema: enrolmentSchema,
        example: {
          factor_id: exampleFactorId,
          type: 'totp',
          secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
          uri: 'otpauth://totp/Example:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example',
          qr_code: 'data:image/png;base64,iVBORw0KGgo…',
          expires_at: '2026-03-21T09:26:53.589Z',
        },
      },
      refusals: {
        401: 'No valid token, or its second factor is not recent enough (`insufficient_user_authentication`)',
        403: 'The token does not suffice; or it is one’s own account (`own_account`), or an administrator’s, which only a super_admin changes (`super_admin_required`)',
        404: 'There is no such account (`account_not_found`)',
        409: 'There is a second factor: reset it first (`mfa_already_enabled`)',
      },
    },
    async (asked) => {
      const act = handOverUserApp((account) => parts.factors.totpEnrolment.startEnrolment(account));
      const change = { act, targetId: asked.params.id ?? '', input: asked.body };
      const administrator = administratorOf(asked, parts);
      const { fresh, expiresAt } = await perform(parts.database, administrator, change, async (_held, app) => app);
      return {
        factor_id: fresh.id,
        type: 'totp' as const,
        secret: fresh.seed,
        uri: fresh.uri,
        qr_code: await qrCodePng(fresh.uri),
        expires_at: expiresAt.toISOString(),
      };
    },
  );
}

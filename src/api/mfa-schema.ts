/** Second factors as the API takes and shows them. */
import { z } from 'zod';
import { mfaFactor, moment } from './user-schema.js';

const factorId = z.uuid().meta({ description: 'Id of the factor', example: '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9' });

/** Bounded here; how it may be written is the factors' business. */
const code = z.string().min(1).max(64);
const anyCode = code.meta({
  description: 'A TOTP or a backup code, with or without spaces and dashes',
  example: '492039',
});
const totpCode = code.meta({ description: 'The six digits that the authenticator app shows', example: '492039' });

const backupCodes = z
  .array(z.string())
  .meta({ description: 'Shown this once', example: ['abc12-def34', 'gh567-jkm89'] });

export const factorListSchema = z
  .strictObject({
    data: z.array(
      mfaFactor.extend({
        verified: z.boolean().meta({ description: 'False while it waits for its first code' }),
        expires_at: moment.nullable().meta({ description: 'Until when it can be verified; null once it is' }),
      }),
    ),
  })
  .meta({ id: 'MfaFactorList', description: 'One’s own second factors, oldest first; never their secrets' });

export const enrollBody = z
  .strictObject({
    name: z.string().min(1).max(60).optional().meta({ description: 'What to call it', example: 'Phone' }),
  })
  .meta({ id: 'MfaEnroll' });

export const enrolmentSchema = z
  .strictObject({
    factor_id: factorId,
    type: z.enum(['totp']),
    secret: z.string().meta({ description: 'The seed in base 32, for typing it in' }),
    uri: z.string().meta({ description: 'What the QR code says (Key Uri Format)' }),
    qr_code: z.string().meta({ description: 'A PNG as a data URL' }),
    expires_at: moment,
  })
  .meta({ id: 'MfaEnrolment', description: 'A factor that waits for its first code' });

export const verifyBody = z
  .strictObject({
    factor_id: factorId.optional().meta({ description: 'Which enrolment; without it the one that is pending' }),
    code: totpCode,
  })
  .meta({ id: 'MfaVerify' });

export const verifiedSchema = z
  .strictObject({ verified: z.literal(true), backup_codes: backupCodes.optional() })
  .meta({ id: 'MfaVerified', description: 'The factor counts from now on' });

export const unenrollBody = z.strictObject({ factor_id: factorId, code: anyCode }).meta({ id: 'MfaUnenroll' });

export const unenrolledSchema = z
  .strictObject({
    factor_id: factorId,
    mfa_enabled: z.boolean().meta({ description: 'Whether another second factor remains' }),
  })
  .meta({ id: 'MfaUnenrolled' });

export const backupCodesBody = z.strictObject({ code: totpCode }).meta({ id: 'MfaNewBackupCodes' });

export const remainingSchema = z
  .strictObject({ remaining: z.int().min(0).meta({ description: 'Unused backup codes', example: 9 }) })
  .meta({ id: 'MfaBackupCodesRemaining' });

export const newBackupCodesSchema = z.strictObject({ backup_codes: backupCodes }).meta({ id: 'MfaBackupCodes' });

/** For calls that take no parameters. */
export const noParameters = z.object({});

export const exampleFactorId = '0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9';

/** What the calls about one's own account are made of. */
import type { Account } from '../accounts/account.js';
import type { Clock } from '../clock.js';
import type { Database } from '../database/schema.js';
import type { Factors } from '../mfa/factors.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import { accessProblem } from './access-problem.js';
import type { OwnAccountAccess } from './own-account-access.js';

export interface MfaParts {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly factors: Factors;
  readonly policy: MfaPolicy;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'mfaSetupMinutes' | 'mfaBackupCodes' | 'mfaAllowSelfDisable'>;
  /** The resource this API is: `ISSUER/api`. */
  readonly audience: string;
}

/** The account, or a thrown Problem that says what the token lacks. */
export function permittedAccount(access: OwnAccountAccess, audience: string): Account {
  if (!access.ok) throw accessProblem(access, audience);
  return access.account;
}

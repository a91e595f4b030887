/** What headless sign-ins are made of: handed in once by the composition root. */
import type { Provider } from 'oidc-provider';
import type { PasswordHasher } from '../accounts/password-hash.js';
import type { Clock } from '../clock.js';
import type { Database } from '../database/schema.js';
import type { Factors } from '../mfa/factors.js';
import type { MfaPolicy } from '../mfa/policy.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Settings } from '../settings/settings.js';
import type { AskEngine } from './ask-engine.js';
import type { AuthSessions } from './auth-session.js';
import type { Resource } from './resource.js';

export interface ChallengeParts {
  readonly provider: Provider;
  readonly askEngine: AskEngine;
  readonly authSessions: AuthSessions;
  readonly database: Database;
  readonly settings: Settings;
  readonly policy: MfaPolicy;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly factors: Factors;
  findResource(identifier: string): Promise<Resource | undefined>;
}

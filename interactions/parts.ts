/** What the interaction pages are made of: handed in once by the composition root. */
import type { Provider } from 'oidc-provider';
import type { PasswordHasher } from '../src/accounts/password-hash.js';
import type { Clock } from '../src/clock.js';
import type { Database } from '../src/database/schema.js';
import type { Factors } from '../src/mfa/factors.js';
import type { MfaPolicy } from '../src/mfa/policy.js';
import type { KeyRing } from '../src/secrets/key-ring.js';
import type { Settings } from '../src/settings/settings.js';

export interface InteractionParts {
  readonly provider: Provider;
  readonly database: Database;
  readonly settings: Settings;
  readonly policy: MfaPolicy;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly factors: Factors;
}

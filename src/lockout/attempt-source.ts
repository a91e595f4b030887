/** Who tries which password: the keys under which wrong passwords are counted. Hashed, so that the table keeps nothing that was typed. */
import { emailKey } from '../accounts/email.js';
import type { KeyRing } from '../secrets/key-ring.js';
import { addressSource } from './lockout-rules.js';

export interface PasswordAttempt {
  /** As typed. Addresses of no account are counted like any other, so that a refusal tells nothing. */
  readonly email: string;
  readonly ip: string;
  /** Id of the known_browser row this browser claims, or null. Whether it is this account's is checked in the statement. */
  readonly browserId: string | null;
}

export interface AttemptKeys {
  readonly emailKey: string;
  readonly accountKey: string;
  readonly addressKey: string;
  readonly browserId: string;
  readonly browserKey: string;
}

/** A key rotation forgets the failures counted so far; each rotation is an operator's act. */
export function attemptKeys(keyRing: KeyRing, attempt: PasswordAttempt): AttemptKeys {
  const key = emailKey(attempt.email);
  const browserId = (attempt.browserId ?? '').replaceAll('\0', '').slice(0, 200);
  return {
    emailKey: key,
    accountKey: accountKeys(keyRing, attempt.email)[0],
    addressKey: keyRing.hash(addressSource(attempt.ip), 'password_failure.source'),
    browserId,
    browserKey: keyRing.hash(`browser:${browserId}`, 'password_failure.source'),
  };
}

/** The keys of one address under every encryption key, the present one first. */
export function accountKeys(keyRing: KeyRing, email: string): readonly [string, ...string[]] {
  const key = emailKey(email);
  return [keyRing.hash(key, accountPurpose), ...keyRing.hashCandidates(key, accountPurpose).slice(1)];
}

const accountPurpose = 'password_failure.account';

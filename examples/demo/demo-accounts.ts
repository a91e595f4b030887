/** The people of the demo, and how their accounts come to be as they are. */
import { randomUUID } from 'node:crypto';
import { createAccount, findAccountByEmail } from '../../src/accounts/account-store.js';
import { parseEmail } from '../../src/accounts/email.js';
import { createPasswordHasher } from '../../src/accounts/password-hash.js';
import type { AuditOrigin } from '../../src/audit/audit-event.js';
import type { Database } from '../../src/database/schema.js';
import { replaceBackupCodes } from '../../src/mfa/backup-code-store.js';
import { generateBackupCodes, hashBackupCode } from '../../src/mfa/backup-codes.js';
import { createFactors } from '../../src/mfa/factors.js';
import { codeAtStep, stepAt } from '../../src/mfa/totp.js';
import type { KeyRing } from '../../src/secrets/key-ring.js';
import type { Settings } from '../../src/settings/settings.js';
import { claimWithoutSignIn, endGraceYesterday } from './demo-accounts-store.js';

/** The password of all five. Known to everybody who reads this file: the demo listens on this machine only. */
export const demoPassword = 'paper lantern harbour';

export interface DemoAccount {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** What is special about it, for the list that the demo prints. */
  readonly about: string;
  readonly begins: 'without_factor' | 'with_authenticator_app' | 'past_grace';
}

export const anna: DemoAccount = {
  email: 'anna@example.com',
  name: 'Anna de Vries',
  roles: [],
  about: 'no second factor; asked for one only when a relying party demands it',
  begins: 'without_factor',
};
export const ben: DemoAccount = {
  email: 'ben@example.com',
  name: 'Ben Okafor',
  roles: [],
  about: 'has an authenticator app; asked for a code at every sign-in',
  begins: 'with_authenticator_app',
};
export const carol: DemoAccount = {
  email: 'carol@example.com',
  name: 'Carol Lindqvist',
  roles: ['admin'],
  about: 'administrator in her grace period; reminded, may still choose "Not now"',
  begins: 'without_factor',
};
export const dave: DemoAccount = {
  email: 'dave@example.com',
  name: 'Dave Moreau',
  roles: ['admin'],
  about: 'administrator past his grace period; must set up a second factor to get in',
  begins: 'past_grace',
};

export const erin: DemoAccount = {
  email: 'erin@example.com',
  name: 'Erin Walsh',
  roles: ['super_admin'],
  about: 'looks after the others, with an authenticator app of her own',
  begins: 'with_authenticator_app',
};

export const demoAccounts: readonly DemoAccount[] = [anna, ben, carol, dave, erin];

export interface AccountParts {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly settings: Settings;
  readonly now: Date;
}

const origin: AuditOrigin = { actor: { type: 'system', id: null } };

/** Makes the accounts that are not there yet. Returns fresh backup codes for Ben, who lost his paper. */
export async function prepareDemoAccounts(
  parts: AccountParts,
): Promise<{ readonly benBackupCodes: readonly string[] }> {
  const passwordHash = await createPasswordHasher().hash(demoPassword);
  for (const account of demoAccounts) await prepareAccount(account, passwordHash, parts);
  return { benBackupCodes: await newBackupCodes(ben, parts) };
}

async function prepareAccount(account: DemoAccount, passwordHash: string, parts: AccountParts): Promise<void> {
  const { database } = parts;
  const id = randomUUID();
  const email = parseEmail(account.email);
  if (!email.ok) throw new Error(`Not an address: ${account.email}`);
  const { name, roles } = account;
  const created = await createAccount(database, { id, email, name, roles, status: 'active', passwordHash }, [
    { ...origin, type: 'user.created', subjectId: id, outcome: 'success' },
  ]);
  // From an earlier demo that was kept: whatever happened to it since stays.
  if (!created.ok) return;
  if (account.begins === 'past_grace') await endGraceYesterday(database, id);
  if (account.begins === 'with_authenticator_app') await enrol({ id, email: account.email }, parts);
}

/** As a person would: the key is taken into an app, whose code confirms it. */
async function enrol(account: { readonly id: string; readonly email: string }, parts: AccountParts): Promise<void> {
  const { totpEnrolment } = createFactors(parts.keyRing, parts.settings);
  const enrolment = totpEnrolment.startEnrolment(account);
  // A minute ago, because the code that confirms is spent, and the code of now should work at once.
  const now = new Date(parts.now.getTime() - 60_000);
  const result = await totpEnrolment.confirmEnrolment(parts.database, {
    accountId: account.id,
    pending: enrolment,
    typed: codeAtStep(enrolment.seed, stepAt(now)),
    name: 'Demo phone',
    now,
    origin,
    claim: claimWithoutSignIn,
  });
  if (!result.ok) throw new Error(`The enrolment of ${account.email} was refused: ${result.because}`);
}

async function newBackupCodes({ email }: DemoAccount, parts: AccountParts): Promise<readonly string[]> {
  const { database, keyRing, settings } = parts;
  const found = await findAccountByEmail(database, email);
  if (found === undefined) return [];
  const { id } = found.account;
  const codes = generateBackupCodes(settings.mfaBackupCodes);
  const result = await replaceBackupCodes(database, id, {
    hashes: codes.map((code) => hashBackupCode(keyRing, id, code)),
    events: [{ ...origin, type: 'mfa.backup_codes_regenerated', subjectId: id, outcome: 'success' }],
  });
  return result.ok ? codes : [];
}

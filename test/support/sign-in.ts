/** Whole sign-ins as one step, for tests whose story begins after them. */
import { generateSync } from 'otplib';
import type { Account } from '../../src/accounts/account.js';
import { newPerson, type Page, type Person, scannedSeed, shownBackupCodes } from './person.js';
import { newRelyingParty } from './relying-party.js';
import { type TestServer, testPassword } from './test-server.js';

/** The code an authenticator app shows at the server's time, or so many 30-second steps from it. */
export function totpCode(server: Pick<TestServer, 'clock'>, seed: string, steps = 0): string {
  return generateSync({ secret: seed, epoch: Math.floor(server.clock.now().getTime() / 1000) + steps * 30 });
}

/** Types e-mail and password on the password page. */
export function typePassword(person: Person, email: string, password = testPassword): Promise<Page> {
  return person.act('password', { email, password });
}

/** From the enrolment page to the end of the flow: scans, confirms, saves the codes. Time moves on, so that the next code is new. */
export async function enrol(
  server: TestServer,
  person: Person,
): Promise<{ seed: string; backupCodes: string[]; page: Page }> {
  const seed = scannedSeed(person.page.html);
  const confirmed = await person.act('confirm_enrolment', { code: totpCode(server, seed), name: 'Phone' });
  const backupCodes = shownBackupCodes(confirmed.html);
  const page = await person.act('codes_saved', { saved: 'yes' });
  server.clock.move(30);
  return { seed, backupCodes, page };
}

/** Answers the challenge with a TOTP. Time moves on, so that the next code is new. */
export async function typeTotp(server: TestServer, person: Person, seed: string): Promise<Page> {
  const page = await person.act('verify_factor', { code: totpCode(server, seed) });
  server.clock.move(30);
  return page;
}

/** Answers the challenge with a backup code, and passes the page that says how many are left. */
export async function typeBackupCode(person: Person, code: string): Promise<Page> {
  await person.act('verify_factor', { code });
  return person.act('continue');
}

export interface EnrolledAccount {
  readonly account: Account;
  readonly email: string;
  readonly seed: string;
  readonly backupCodes: readonly string[];
}

/** An account with a second factor, set up in a browser that no story uses. */
export async function addEnrolledAccount(
  server: TestServer,
  email: string,
  options: Parameters<TestServer['addAccount']>[1] = {},
): Promise<EnrolledAccount> {
  const account = await server.addAccount(email, options);
  const party = await newRelyingParty(server, await server.addClient({ client_name: 'Set-up' }));
  const person = newPerson(server.issuer);
  await person.open(await party.authorizationUrl({ acr_values: 'urn:countersign:acr:mfa' }));
  await typePassword(person, email);
  const { seed, backupCodes } = await enrol(server, person);
  return { account, email, seed, backupCodes };
}

/** Opens an address of the relying party, then types password and TOTP. */
export async function signInWithTotp(
  server: TestServer,
  person: Person,
  url: string,
  { email, seed }: Pick<EnrolledAccount, 'email' | 'seed'>,
): Promise<Page> {
  await person.open(url);
  await typePassword(person, email);
  return typeTotp(server, person, seed);
}

/** Opens an address of the relying party and types the password, which suffices for an account without a second factor. */
export async function signInWithPassword(person: Person, url: string, email: string, password?: string): Promise<Page> {
  await person.open(url);
  return typePassword(person, email, password);
}

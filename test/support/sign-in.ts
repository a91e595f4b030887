/** Whole sign-ins as one step, for tests whose story begins after them. */
import { generateSync } from 'otplib';
import { type Page, type Person, scannedSeed, shownBackupCodes } from './person.js';
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

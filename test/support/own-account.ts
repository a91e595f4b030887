/** People on their own security pages, as one step each. */
import { sql } from 'kysely';
import { agePassword } from './past.js';
import { newPerson, type Page, type Person, scannedSeed, shownBackupCodes } from './person.js';
import { totpCode, typePassword, typeTotp } from './sign-in.js';
import { type TestServer, testPassword } from './test-server.js';

export interface Owner {
  readonly email: string;
  /** Absent: no second factor. */
  readonly seed?: string | undefined;
}

/** Address of a security page; none: the overview. */
export function securityUrl({ issuer }: Pick<TestServer, 'issuer'>, page = ''): string {
  return `${issuer}/account/security${page}`;
}

/** Opens the page in a new browser, by password and, with a seed, TOTP. */
export async function ownBrowser(server: TestServer, owner: Owner, page = ''): Promise<Person> {
  const person = newPerson(server.issuer);
  await person.open(securityUrl(server, page));
  await typePassword(person, owner.email, testPassword);
  if (owner.seed !== undefined) await typeTotp(server, person, owner.seed);
  return person;
}

/** The same with a password that was typed so long ago that the sign-in is not fresh. The owner needs a second factor. */
export async function staleBrowser(server: TestServer, owner: Required<Owner>): Promise<Person> {
  const person = newPerson(server.issuer);
  await person.open(securityUrl(server));
  await typePassword(person, owner.email, testPassword);
  await agePassword(server, 400);
  await typeTotp(server, person, owner.seed ?? '');
  return person;
}

/** On the page that sets an app up: types its code. Time moves on, so that the next code is new. */
export async function confirmApp(
  server: TestServer,
  person: Person,
  name = '',
): Promise<{ seed: string; backupCodes: string[]; page: Page }> {
  const seed = scannedSeed(person.page.html);
  const setup = setupOn(person.page);
  const page = await person.act('confirm_enrolment', { setup, name, code: totpCode(server, seed) });
  server.clock.move(30);
  return { seed, backupCodes: shownBackupCodes(page.html), page };
}

/** Which enrolment the page shows. */
export function setupOn({ html }: Pick<Page, 'html'>): string {
  return html.match(/name="setup" value="([^"]+)"/)?.[1] ?? '';
}

/** Id of the app of this name, as the security page links to it. */
export function factorIdOn({ html }: Pick<Page, 'html'>, name: string): string {
  const item = html.split('<li').find((part) => part.includes(`>${name}</bdi>`));
  const id = item?.match(/rename\?factor=([^"]+)"/)?.[1];
  if (id === undefined) throw new Error(`no app called ${name} on the page`);
  return id;
}

/** Every enrolment outside a sign-in was begun longer ago than any may last. */
export async function ageSetups({ database }: Pick<TestServer, 'database'>): Promise<void> {
  await sql`UPDATE totp_enrolment SET expires_at = now() - interval '1 minute'`.execute(database);
}

/** What people do who forgot their password: ask for the mail, open its link, choose another one. */
import { sql } from 'kysely';
import { linkTokens } from './mail-links.js';
import { headingOf, hiddenField, newPerson, type Page, type Person } from './person.js';
import { typePassword } from './sign-in.js';
import type { TestServer } from './test-server.js';

/** Chosen with a link, unless a story says otherwise. */
export const newPassword = 'otter lantern quarry 7';

export interface ForgetfulPerson extends Person {
  readonly email: string;
  askForMail(address?: string): Promise<Page>;
  /** Asks, and takes the token out of the newest mail. */
  newToken(): Promise<string>;
  openLink(token: string): Promise<Page>;
  /** Sends the form that is open, with this token. */
  choose(token: string, fields?: Record<string, string>): Promise<Page>;
  /** The fields of that form, for sending it many times at once. */
  resetForm(fields: Record<string, string>): URLSearchParams;
  /** All of the account that a reset may change, or must not. */
  storedState(): Promise<StoredState>;
  /** The page that a sign-in with this password leads to, in another browser. */
  headingAfterPassword(password: string): Promise<string>;
}

export interface StoredState {
  readonly generation: number;
  readonly password_hash: string | null;
  readonly mfa_configured_at: Date | null;
  readonly grace_ended_at: Date | null;
  readonly apps: number;
  readonly codes: number;
  readonly used_links: number;
}

export function newForgetfulPerson(server: TestServer, email: string): ForgetfulPerson {
  const person = newPerson(server.issuer);
  const askForMail = async (address = email) => {
    await person.open(`${server.issuer}/account/forgot-password`);
    return person.act('send_link', { email: address });
  };
  return {
    open: person.open,
    act: person.act,
    submit: person.submit,
    post: person.post,
    cookies: person.cookies,
    get page() {
      return person.page;
    },
    email,
    askForMail,
    async newToken() {
      await askForMail();
      return (await linkTokens(server, email, 'password_reset')).at(-1) ?? '';
    },
    openLink: (token) => person.open(`${server.issuer}/account/reset-password?${new URLSearchParams({ token })}`),
    choose: (token, fields = {}) => person.act('reset_password', { token, new_password: newPassword, ...fields }),
    resetForm: (fields) =>
      new URLSearchParams({
        csrf: hiddenField(person.page.html, 'csrf') ?? '',
        act: 'reset_password',
        new_password: newPassword,
        ...fields,
      }),
    async storedState() {
      const { rows } =
        await sql<StoredState>`SELECT a.generation, a.password_hash, a.mfa_configured_at, a.grace_ended_at,
          (SELECT count(*)::int FROM totp_credential c WHERE c.account_id = a.id) AS apps,
          (SELECT count(*)::int FROM backup_code c WHERE c.account_id = a.id AND c.used_at IS NULL) AS codes,
          (SELECT count(*)::int FROM mail m WHERE m.account_id = a.id AND m.link_used_at IS NOT NULL) AS used_links
        FROM account a WHERE a.email = ${email}`.execute(server.database);
      const [row] = rows;
      if (row === undefined) throw new Error(`there is no account ${email}`);
      return row;
    },
    async headingAfterPassword(password) {
      const fresh = newPerson(server.issuer);
      await fresh.open(`${server.issuer}/account`);
      return headingOf((await typePassword(fresh, email, password)).html);
    },
  };
}

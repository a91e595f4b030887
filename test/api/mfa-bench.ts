/** A person who manages their factors over the API: the calls, and the answers read. */
import type { Database } from '../../src/database/schema.js';
import { problemIn, type Sent } from '../http/tiny-server.js';
import { codeOfPhone } from '../support/rfc6238.js';
import { type AccountFixture, type ApiServer, makeAccount, type TokenFixture } from './api-server.js';

export interface Enrolled {
  readonly factorId: string;
  readonly seed: string;
  readonly backupCodes: readonly string[];
}

export interface ApiPerson {
  readonly accountId: string;
  /** A token of a sign-in a moment ago, with the password alone. */
  readonly passwordToken: string;
  /** A token of a sign-in a moment ago, with the second factor. */
  readonly factorToken: string;
  /** Another token of this account. */
  issue(token: Partial<TokenFixture>): string;
  /** Enrols an app and confirms it. Time moves on, so that its next code is new. */
  enrol(): Promise<Enrolled>;
  /** What the phone with this seed shows now. */
  code(seed: string): string;
}

let people = 0;

export async function newApiPerson(
  api: ApiServer,
  database: Database,
  fixture: Partial<AccountFixture> = {},
): Promise<ApiPerson> {
  people += 1;
  const accountId = await makeAccount(database, { email: `person-${people}@example.com`, ...fixture });
  const now = Math.floor(Date.now() / 1000);
  const issue = (token: Partial<TokenFixture>) =>
    api.issue({ accountId, scopes: ['account'], authTime: now, ...token });
  const passwordToken = issue({});
  const factorToken = issue({ mfaVerified: true, mfaTime: now });
  const code = (seed: string) => codeOfPhone(seed, api.clock.now());
  return {
    accountId,
    passwordToken,
    factorToken,
    issue,
    code,
    async enrol() {
      const begun = json(await api.post('/api/mfa/enroll', factorToken, {}));
      const { factor_id: factorId, secret: seed } = begun;
      const verified = json(await api.post('/api/mfa/verify', factorToken, { factor_id: factorId, code: code(seed) }));
      api.clock.move(60);
      return { factorId, seed, backupCodes: verified.backup_codes ?? [] };
    },
  };
}

/** What the tests read of answers; a member is there when the call promises it. */
export interface Answer {
  readonly factor_id: string;
  readonly secret: string;
  readonly uri: string;
  readonly qr_code: string;
  readonly backup_codes: readonly string[];
  readonly data: readonly object[];
}

/** The body of a 200 answer. */
export function json(sent: Pick<Sent, 'status' | 'text'>): Answer {
  if (sent.status !== 200) throw new Error(`${sent.status} ${sent.text}`);
  return JSON.parse(sent.text);
}

/** Status and code of a refusal, such as `422 invalid_code`. */
export function refusalIn(sent: Sent): string {
  const { code } = problemIn(sent);
  return `${sent.status} ${String(code)}`;
}

/** Another six digits than these. */
export function otherCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

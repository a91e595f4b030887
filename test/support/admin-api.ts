/** Administrators who use the API from an application of theirs, with tokens of real sign-ins. */

import { newPerson } from './person.js';
import { newRelyingParty, type RelyingParty } from './relying-party.js';
import { signInWithTotp } from './sign-in.js';
import type { TestServer } from './test-server.js';

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A call of the API; the path begins behind `/api`. */
export async function callApi(
  { issuer }: Pick<TestServer, 'issuer'>,
  token: string,
  method: string,
  path: string,
  { body, headers = {} }: { readonly body?: object; readonly headers?: Record<string, string> } = {},
): Promise<Reply> {
  const response = await fetch(`${issuer}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Status and code of a refusal, such as `403 own_account`; of an answer its status alone. */
export function outcomeOf({ status, text }: Reply): string {
  return status < 400 ? String(status) : `${status} ${String(JSON.parse(text).code)}`;
}

export interface AdminApp {
  readonly party: RelyingParty;
  /** A token of a sign-in a moment ago, with both factors. */
  tokenOf(owner: { readonly email: string; readonly seed: string }, scope?: string): Promise<string>;
}

/** An application that administrators sign in to. */
export async function newAdminApp(server: TestServer): Promise<AdminApp> {
  const party = await newRelyingParty(server, await server.addClient({ client_name: 'Administration' }));
  return {
    party,
    async tokenOf(owner, scope = 'admin') {
      const url = await party.authorizationUrl({ scope: `openid ${scope}`, resource: `${server.issuer}/api` });
      const page = await signInWithTotp(server, newPerson(server.issuer), url, owner);
      return (await party.redeem(page.leftFor)).access_token;
    },
  };
}

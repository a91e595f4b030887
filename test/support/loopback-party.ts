/** A relying party with a server of its own, made of openid-client: the browser really goes there and comes back. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as oidc from 'openid-client';
import type { ClientRegistration } from '../../src/oidc/client-registration.js';
import type { TestServer } from './test-server.js';

export interface LoopbackParty {
  readonly origin: string;
  readonly clientId: string;
  /** Address that leads the browser into a sign-in; `parameters` are added to the authorization request. */
  startUrl(parameters?: Record<string, string>): string;
  /** Address that leads the browser into signing out. */
  readonly endUrl: string;
  close(): Promise<void>;
}

/** Starts one and registers it. After a sign-in it shows "Signed in" and the claims, else "Not signed in" and the error. */
export async function startLoopbackParty(
  server: TestServer,
  registration: Partial<ClientRegistration> = {},
): Promise<LoopbackParty> {
  const begun = new Map<string, { verifier: string; nonce: string }>();
  let idToken = '';

  /** Where the browser came, with what it sent in a form (`response_mode=form_post`). */
  const addressOf = async (request: IncomingMessage): Promise<URL> => {
    const url = new URL(request.url ?? '/', origin);
    for (const [name, value] of new URLSearchParams(await text(request))) url.searchParams.set(name, value);
    return url;
  };

  const answer = async (url: URL, response: ServerResponse): Promise<void> => {
    switch (url.pathname) {
      case '/begin': {
        const verifier = oidc.randomPKCECodeVerifier();
        const state = oidc.randomState();
        const nonce = oidc.randomNonce();
        begun.set(state, { verifier, nonce });
        const request = {
          redirect_uri: redirectUri,
          scope: 'openid email',
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state,
          nonce,
          ...Object.fromEntries(url.searchParams),
        };
        return redirect(response, oidc.buildAuthorizationUrl(config, request));
      }
      case '/callback': {
        const state = url.searchParams.get('state') ?? '';
        const { verifier, nonce } = begun.get(state) ?? { verifier: '', nonce: '' };
        try {
          const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
          const tokens = await oidc.authorizationCodeGrant(config, url, checks);
          idToken = tokens.id_token ?? '';
          return show(response, 'Signed in', JSON.stringify(tokens.claims()));
        } catch (error) {
          const code = error instanceof oidc.AuthorizationResponseError ? error.error : String(error);
          return show(response, 'Not signed in', code);
        }
      }
      case '/end':
        return redirect(
          response,
          oidc.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: `${origin}/ended` }),
        );
      case '/ended':
        return show(response, 'Signed out', '');
      default:
        response.writeHead(204).end();
    }
  };

  const http = createServer((request, response) => {
    addressOf(request)
      .then((url) => answer(url, response))
      .catch((error: unknown) => show(response, 'Fault', String(error)));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const redirectUri = `${origin}/callback`;
  const { clientId, clientSecret } = await server.addClient({
    client_name: 'Harbour Mail',
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [`${origin}/ended`],
    ...registration,
  });
  const config = await oidc.discovery(new URL(server.issuer), clientId, clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  return {
    origin,
    clientId,
    startUrl: (parameters = {}) => `${origin}/begin?${new URLSearchParams(parameters)}`,
    endUrl: `${origin}/end`,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function redirect(response: ServerResponse, to: URL): void {
  response.writeHead(303, { Location: to.href }).end();
}

function show(response: ServerResponse, heading: string, said: string): void {
  const shown = said.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="en"><title>${heading}</title><link rel="icon" href="data:,"><h1>${heading}</h1><pre>${shown}</pre></html>`,
  );
}

/** oidc-provider by itself, in memory, with pages of one line: what a sign-in over the same requests costs without us. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

export const bareClient = { clientId: 'bench', clientSecret: 'a-secret-that-is-long-enough-for-a-bench' };

/** Two GETs and two POSTs at /interaction/:uid, then resume and token, as in a sign-in with two factors. */
export async function startBareProvider(port: number): Promise<void> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const issuer = `http://127.0.0.1:${port}`;
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: bareClient.clientId,
        client_secret: bareClient.clientSecret,
        redirect_uris: ['http://127.0.0.1:9/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'bench' }] },
    features: { devInteractions: { enabled: false } },
    routes: { authorization: '/authorize' },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: async () => true,
    loadExistingGrant: async (ctx) => {
      const { account, client } = ctx.oidc;
      if (account === undefined || client === undefined) return undefined;
      const grant = new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const engine = provider.callback();
  createServer(async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return engine(request, response);
    const { uid } = await provider.interactionDetails(request, response);
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    if (request.method === 'GET') return response.end(`<form method="post" action="/interaction/${uid}"></form>`);
    if (form.get('act') === 'password') return response.writeHead(303, { Location: `/interaction/${uid}` }).end();
    return provider.interactionFinished(request, response, {
      login: { accountId: 'anna', amr: ['pwd', 'otp', 'mfa'] },
    });
  }).listen(port, '127.0.0.1');
}

/** One sign-in over HTTP as a browser and a relying party make it, with as little work on this side as can be. */
import { createHash, randomBytes } from 'node:crypto';

export interface BenchClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface BenchPerson {
  readonly email: string;
  /** The code at this moment. */
  code(): string;
}

const redirectUri = 'http://127.0.0.1:9/callback';
export const benchPassword = 'correct horse battery staple';

/** Throws when it does not end in tokens. */
export async function signIn(issuer: string, client: BenchClient, person: BenchPerson): Promise<void> {
  const cookies = new Map<string, string>();
  const send = async (url: string, form?: Record<string, string>) => {
    const response = await fetch(new URL(url, issuer), {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        Accept: 'text/html',
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { Origin: issuer, 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return { location: response.headers.get('location') ?? '', html: await response.text() };
  };

  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { location: page } = await send(`/authorize?${parameters}`);
  const { html } = await send(page);
  const csrf = /name="csrf"[^>]*value="([^"]*)"/.exec(html)?.[1] ?? '';
  await send(page, { csrf, act: 'password', email: person.email, password: benchPassword });
  await send(page);
  const { location: resume } = await send(page, { csrf, act: 'verify_factor', code: person.code() });
  const { location: back } = await send(resume);
  const code = new URL(back, issuer).searchParams.get('code');
  if (code === null) throw new Error(`the sign-in ended at ${back || resume || 'a page'}`);
  const response = await fetch(new URL('/token', issuer), {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  if (!response.ok) throw new Error(`no tokens: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

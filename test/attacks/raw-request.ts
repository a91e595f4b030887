/** An attacker's client: sends exactly the target, headers and bytes it is told, follows nothing, keeps nothing. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RawRequest {
  readonly port: number;
  readonly target: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 400 });

export function sendRaw({ port, target, method = 'GET', headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const asked = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    );
    // Node frames the body of a DELETE only when told its length.
    if (body !== undefined) asked['Content-Length'] = String(Buffer.byteLength(body));
    const outgoing = request({ host: '127.0.0.1', port, path: target, method, headers: asked, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A form as a browser on our own page would send it; `headers` replace or add. */
export function sendForm(
  port: number,
  target: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  return sendRaw({
    port,
    target,
    method: 'POST',
    body,
    headers: { Accept: 'text/html', 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  });
}

/** Sends requests over real HTTP and holds every answer against the document. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Call, Document, Schema } from './document.js';

export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Undefined for what is not JSON. */
  readonly body: unknown;
}

export interface Request {
  /** Values of the parameters in the path, not yet encoded. */
  readonly path?: Readonly<Record<string, string>>;
  /** Not yet encoded; in this order, so that a name may come twice. */
  readonly query?: readonly (readonly [string, string])[];
  /** Sent as JSON; text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly token: string | null;
}

export interface Keeper {
  /** Throws when the answer is not one that the document promises. */
  send(call: Call, request: Request): Promise<Sent>;
  /** Whether a value fits a schema of the document, and if not, why. */
  fits(schema: Schema, value: unknown): { readonly ok: boolean; readonly why: string };
  /** Ids of the calls that were answered with what they are for. */
  readonly succeeded: Set<string>;
  /** Every answer there was, in one text. */
  answers(): string;
}

/** Under which schemas find each other; nothing is fetched. */
const documentId = 'https://contract.invalid/document';

export function newKeeper(origin: string, document: Document): Keeper {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: documentId });
  const known = new Map<string, ValidateFunction>();
  const validatorOf = (schema: Schema): ValidateFunction => {
    const text = JSON.stringify(schema);
    const made = known.get(text) ?? ajv.compile(JSON.parse(text.replaceAll('"#/', `"${documentId}#/`)));
    known.set(text, made);
    return made;
  };
  const fits = (schema: Schema, value: unknown) => {
    const validate = validatorOf(schema);
    return { ok: validate(value), why: ajv.errorsText(validate.errors) };
  };
  const succeeded = new Set<string>();
  const texts = new Set<string>();

  return {
    fits,
    succeeded,
    answers: () => [...texts].join('\n'),
    async send(call, request) {
      const { method, path, operationId } = call;
      const response = await fetch(`${origin}${addressOf(path, request)}`, {
        method,
        redirect: 'manual',
        headers: headersOf(request),
        ...(request.body === undefined ? {} : { body: textOf(request.body) }),
      });
      const text = await response.text();
      texts.add(text);
      const sent = { status: response.status, text, headers: response.headers, body: parsed(text) };
      const broken = promiseBroken(call, sent, fits);
      if (broken !== undefined) {
        const shown = JSON.stringify({ ...request, token: request.token === null ? null : '…' }).slice(0, 2000);
        throw new Error(`${operationId}: ${broken}\nrequest ${method} ${path} ${shown}\nanswer ${text.slice(0, 1000)}`);
      }
      if (sent.status < 300) succeeded.add(operationId);
      return sent;
    },
  };
}

/** What is wrong with the answer; undefined when it is as promised. */
function promiseBroken({ responses }: Call, sent: Sent, fits: Keeper['fits']): string | undefined {
  const { status, text, headers, body } = sent;
  if (status >= 500) return `status ${status}`;
  const promised = responses[status];
  if (promised === undefined) return `status ${status} is not documented`;
  if (promised.content === undefined) return text === '' ? undefined : 'a body where none is documented';
  const mediaType = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const media = promised.content[mediaType];
  if (media === undefined) return `${mediaType} is not documented for ${status}`;
  if (status >= 400) {
    const { code = '', status: told } = (body ?? {}) as { code?: string; status?: number };
    if (!/^[a-z]+(_[a-z0-9]+)*$/.test(code)) return `code "${code}"`;
    if (told !== status) return `the body says ${told}`;
  }
  const isJson = mediaType.endsWith('json') && mediaType !== 'application/x-ndjson';
  const { ok, why } = fits(media.schema, isJson ? body : text);
  return ok ? undefined : `the body of ${status} does not fit its schema: ${why}`;
}

function addressOf(path: string, { path: values = {}, query = [] }: Request): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const encoded = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return encoded.length === 0 ? filled : `${filled}?${encoded.join('&')}`;
}

function headersOf({ token, body, headers = {} }: Request): Record<string, string> {
  return {
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads where the audit log is shipped to: a webhook with its secret, a syslog server. */
import type { Reading } from './setting-definition.js';

/** https anywhere, http on this machine only. The URL as given. */
export function readAuditWebhookUrl(text: string): Reading<string> {
  if (!URL.canParse(text) || !/^https?:\/\//i.test(text)) {
    return { ok: false, because: 'must be a URL such as https://siem.example.com/countersign' };
  }
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '') return { ok: false, because: 'must not hold a user name or password' };
  if (hash !== '') return { ok: false, because: 'has a # in it; write %23 for one that is meant' };
  if (protocol === 'http:' && !isLoopbackHost(hostname)) {
    return { ok: false, because: 'must begin with https:// unless the host is this machine' };
  }
  return { ok: true, value: text };
}

/** Without its query, which may hold a token. */
export function maskedWebhookUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return `${origin}${pathname}${search === '' ? '' : '?********'}`;
}

/** Standard Webhooks: `whsec_` and the key in base64, 24 to 64 bytes. The key itself is returned. */
export function readWebhookSecret(text: string): Reading<Buffer> {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1] ?? '';
  const value = Buffer.from(base64, 'base64');
  if (value.length >= 24 && value.length <= 64) return { ok: true, value };
  return { ok: false, because: 'must be whsec_ and base64 of 24 to 64 random bytes' };
}

export interface SyslogServer {
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
}

/** RFC 5426, RFC 6587 and RFC 5425; only the last has a port that is meant for nothing else. */
const syslogPorts = { udp: 514, tcp: 601, tls: 6514 } as const;

/** The text as given. */
export function readSyslogUrl(text: string): Reading<string> {
  if (parsedSyslog(text) !== undefined) return { ok: true, value: text };
  return { ok: false, because: 'must be udp://host:port, tcp://host:port or tls://host:port' };
}

/** The parts of a setting that `readSyslogUrl` accepted. */
export function syslogServerOf(text: string): SyslogServer {
  const server = parsedSyslog(text);
  if (server === undefined) throw new Error('AUDIT_SYSLOG was not checked.');
  return server;
}

const syslogShape = /^(udp|tcp|tls):\/\/([^/?#@:[\]\s]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?\/?$/i;

function parsedSyslog(text: string): SyslogServer | undefined {
  const [, word = '', host = '', digits] = syslogShape.exec(text) ?? [];
  const transport = (['udp', 'tcp', 'tls'] as const).find((one) => one === word.toLowerCase());
  if (transport === undefined) return undefined;
  const port = digits === undefined ? syslogPorts[transport] : Number(digits);
  if (port < 1 || port > 65_535) return undefined;
  return { transport, host: host.replace(/^\[(.*)\]$/, '$1'), port };
}

/** Nobody stands between us and this machine. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

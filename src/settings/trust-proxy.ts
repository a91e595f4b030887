/** Reads TRUST_PROXY: whose X-Forwarded-For counts. */
import { isIP } from 'node:net';
import type { Reading } from './setting-definition.js';

/** Nobody's; those of the last so many hops; or those of peers in these address ranges (always with `/prefix`). */
export type TrustProxy = false | number | readonly string[];

const unreadable =
  'must be false, the number of proxies in front of the server (1 to 32), or a comma list of addresses and CIDR ranges';

/** `true` is refused: it would let any client choose its own address and host. */
export function readTrustProxy(text: string): Reading<TrustProxy> {
  if (/^(false|0)$/i.test(text)) return { ok: true, value: false };
  if (/^\d{1,2}$/.test(text) && Number(text) <= 32) return { ok: true, value: Number(text) };
  const ranges: string[] = [];
  for (const part of text.split(',')) {
    const [address = '', prefix, ...rest] = part.trim().split('/');
    const longest = isIP(address) === 4 ? 32 : 128;
    const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (isIP(address) === 0 || rest.length > 0 || !(bits <= longest)) return { ok: false, because: unreadable };
    if (bits === 0)
      return { ok: false, because: `must not be ${part.trim()}: that would trust every address there is` };
    ranges.push(`${address}/${bits}`);
  }
  return { ok: true, value: ranges };
}

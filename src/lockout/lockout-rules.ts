/** How many wrong passwords are too many, and who is counted as one source. Pure. */
import { isIPv4, isIPv6 } from 'node:net';

export interface LockoutRules {
  /** Wrong passwords per account and source before that source is refused. */
  readonly threshold: number;
  /** Minutes a refusal lasts, and after which a failure is forgotten. */
  readonly durationMinutes: number;
}

/**
 * The network address that counts as one source: IPv4 whole, IPv6 by its first 64 bits, because a household or a rented
 * server has all of the rest (RFC 6177). Anything else counts as itself.
 */
export function addressSource(ip: string): string {
  const address = ip.trim().toLowerCase().replace(/%.*$/, '');
  if (isIPv4(address)) return `ipv4:${address}`;
  if (!isIPv6(address)) return `other:${address.slice(0, 100)}`;
  const groups = ipv6Groups(address);
  const [high = 0, low = 0] = groups.slice(6);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return `ipv4:${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  return `ipv6:${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}`;
}

/** The eight 16-bit groups of a valid address. */
function ipv6Groups(address: string): number[] {
  const [before = '', after] = address.split('::', 2);
  const head = groupsOf(before);
  if (after === undefined) return head;
  const tail = groupsOf(after);
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function groupsOf(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

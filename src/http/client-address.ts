/** Finds the address a request really comes from, behind as many proxies as the operator trusts. Pure. */
import { BlockList, isIP } from 'node:net';
import type { TrustProxy } from '../settings/trust-proxy.js';

/** Reads a client's address from the peer's address and the X-Forwarded-For header. */
export type AddressReader = (peer: string, forwardedFor: string | undefined) => string;

/** Each proxy appends the address it was called from, so the list is read from its end, and never beyond what is trusted. */
export function clientAddress(trust: TrustProxy): AddressReader {
  if (trust === false) return (peer) => plainAddress(peer) ?? peer;
  const isTrusted = typeof trust === 'number' ? firstHops(trust) : inRanges(trust);
  return (peer, forwardedFor) => {
    let address = plainAddress(peer) ?? peer;
    const hops = forwardedFor === undefined ? [] : forwardedFor.split(',').reverse();
    for (const [distance, hop] of hops.entries()) {
      if (!isTrusted(address, distance)) return address;
      const next = plainAddress(hop);
      // Not an address: whoever wrote it, the nearest one we could read is the best we know.
      if (next === undefined) return address;
      address = next;
    }
    return address;
  };
}

/** Undefined when it is none. Takes off a port and brackets, writes IPv4 in IPv6 (::ffff:192.0.2.1, RFC 4291 section 2.5.5.2) as IPv4. */
export function plainAddress(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const address = /^::ffff:([\d.]+)$/.exec(bare)?.[1] ?? bare;
  return isIP(address) === 0 ? undefined : address;
}

/** The peer is hop 0. */
function firstHops(count: number): (address: string, distance: number) => boolean {
  return (_address, distance) => distance < count;
}

function inRanges(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), familyOf(network));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

import { expect, test } from '@jest/globals';
import { addressSource } from '../../src/lockout/lockout-rules.js';

test.each([
  ['192.0.2.1', 'ipv4:192.0.2.1'],
  ['::ffff:192.0.2.1', 'ipv4:192.0.2.1'],
  ['::FFFF:c000:0201', 'ipv4:192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', 'ipv6:2001:db8:1:2'],
  ['2001:0DB8:1:2::1', 'ipv6:2001:db8:1:2'],
  ['2001:db8::1', 'ipv6:2001:db8:0:0'],
  ['fe80::1%eth0', 'ipv6:fe80:0:0:0'],
  ['::1', 'ipv6:0:0:0:0'],
  ['::', 'ipv6:0:0:0:0'],
  ['', 'other:'],
  ['not an address', 'other:not an address'],
])('%j counts as the source %s', (ip, source) => {
  expect(addressSource(ip)).toBe(source);
});

test('two hosts of one /64 are one source, of two networks are two', () => {
  expect(addressSource('2001:db8:1:2::a')).toBe(addressSource('2001:db8:1:2:ffff::b'));
  expect(addressSource('2001:db8:1:2::a')).not.toBe(addressSource('2001:db8:1:3::a'));
});

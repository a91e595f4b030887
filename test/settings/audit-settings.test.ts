/** Where the audit log may go, and what is refused before anything leaves. */
import { describe, expect, test } from '@jest/globals';
import { syslogServerOf } from '../../src/settings/audit-destinations.js';
import { readSettings } from '../../src/settings/settings.js';

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const problems = (env: Record<string, string>) => {
  const read = readSettings(env);
  return read.ok ? [] : read.problems.map(({ variable }) => variable);
};

describe('a webhook', () => {
  test.each([
    ['https://siem.example.com/hook?token=1', []],
    ['http://127.0.0.1:8080/hook', []],
    ['http://localhost:8080', []],
    ['http://[::1]:8080', []],
    ['http://siem.example.com/hook', ['AUDIT_WEBHOOK_URL']],
    ['http://127.0.0.1.example.com/hook', ['AUDIT_WEBHOOK_URL']],
    ['https://user:password@siem.example.com', ['AUDIT_WEBHOOK_URL']],
    ['https://siem.example.com/#x', ['AUDIT_WEBHOOK_URL']],
    ['ftp://siem.example.com', ['AUDIT_WEBHOOK_URL']],
    ['siem.example.com', ['AUDIT_WEBHOOK_URL']],
  ])('at %s', (url, expected) => {
    expect(problems({ AUDIT_WEBHOOK_URL: url, AUDIT_WEBHOOK_SECRET: secret })).toEqual(expected);
  });

  test.each([['whsec_abc'], ['abc'], [secret.slice(6)], [`whsec_${Buffer.alloc(65).toString('base64')}`]])(
    'with the secret %s is refused',
    (text) => {
      const url = 'https://siem.example.com';
      expect(problems({ AUDIT_WEBHOOK_URL: url, AUDIT_WEBHOOK_SECRET: text })).toEqual(['AUDIT_WEBHOOK_SECRET']);
    },
  );

  test('needs its secret, and the secret its address', () => {
    expect(problems({ AUDIT_WEBHOOK_URL: 'https://siem.example.com' })).toEqual(['AUDIT_WEBHOOK_SECRET']);
    expect(problems({ AUDIT_WEBHOOK_SECRET: secret })).toEqual(['AUDIT_WEBHOOK_URL']);
  });
});

describe('a syslog server', () => {
  test.each([
    ['udp://10.0.0.1', { transport: 'udp', host: '10.0.0.1', port: 514 }],
    ['tcp://siem.example.com', { transport: 'tcp', host: 'siem.example.com', port: 601 }],
    ['TLS://siem.example.com:6515/', { transport: 'tls', host: 'siem.example.com', port: 6515 }],
    ['tls://[2001:db8::1]:6514', { transport: 'tls', host: '2001:db8::1', port: 6514 }],
  ])('at %s', (text, expected) => {
    expect(problems({ AUDIT_SYSLOG: text })).toEqual([]);
    expect(syslogServerOf(text)).toEqual(expected);
  });

  test.each([['siem.example.com:514'], ['udp://'], ['udp://a:0'], ['udp://a:70000'], ['udp://a/b'], ['http://a']])(
    'at %s is refused',
    (text) => expect(problems({ AUDIT_SYSLOG: text })).toEqual(['AUDIT_SYSLOG']),
  );
});

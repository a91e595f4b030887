/** Tokens of links in mails: ours are read, everything else is nothing. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { mailLinkToken, readMailLink } from '../../src/mail/mail-link.js';
import { createKeyRing } from '../../src/secrets/key-ring.js';
import { testKeyRing } from '../support/key-ring.js';

const keyRing = testKeyRing();
const mailId = randomUUID();
const token = mailLinkToken(keyRing, mailId);

test('our own token leads to its mail', () => {
  expect(readMailLink(keyRing, token)).toBe(mailId);
});

test('a token from before a change of keys still leads to its mail', () => {
  const old = { id: 'old', bytes: Buffer.alloc(32, 1) };
  const fresh = { id: 'new', bytes: Buffer.alloc(32, 2) };
  const before = mailLinkToken(createKeyRing([old]), mailId);
  expect(readMailLink(createKeyRing([fresh, old]), before)).toBe(mailId);
  expect(readMailLink(createKeyRing([fresh]), before)).toBeUndefined();
});

test.each([
  ['nothing', undefined],
  ['empty', ''],
  ['the id alone', mailId],
  ['an id and an empty hash', `${mailId}.`],
  ['the hash of another mail', `${mailId}.${mailLinkToken(keyRing, randomUUID()).split('.')[1]}`],
  ['no id', `x.${token.split('.')[1]}`],
  ['a hash that is cut off', token.slice(0, -1)],
  ['something after it', `${token}.x`],
  ['the same id in capitals', token.replace(mailId, mailId.toUpperCase())],
])('%s leads nowhere', (_name, wrong) => {
  expect(readMailLink(keyRing, wrong)).toBeUndefined();
});

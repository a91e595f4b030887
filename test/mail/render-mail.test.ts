/** Mails in words: every kind in every language, one link at most, and nothing that a person chose can become more than text. */
import { describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { noRules } from '../../src/accounts/account-rules.js';
import { mailKinds, noticeKinds } from '../../src/audit/mail-kind.js';
import { mailMessage } from '../../src/mail/mail-message.js';
import type { DueMail } from '../../src/mail/post-room-store.js';
import { renderMail } from '../../src/mail/render-mail.js';
import { testKeyRing } from '../support/key-ring.js';

const now = new Date('2026-11-21T10:27:00Z');
const issuer = 'https://id.example.com';
const settings = { issuer, mfaIssuer: 'Example', mailFrom: 'Example <id@example.com>' };

const due = (more: Partial<DueMail> = {}, locale = 'en'): DueMail => ({
  id: '0f0e0d0c-0b0a-4908-8706-050403020100',
  kind: 'factor_added',
  detail: {
    factor: 'Phone',
    ip: '203.0.113.7',
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  },
  createdAt: new Date('2026-11-20T08:05:00Z'),
  attempts: 1,
  isLinkUsable: true,
  backupCodesLeft: 1,
  ...more,
  account: {
    id: '00000000-0000-4000-8000-000000000001',
    email: 'anna@example.com',
    name: 'Anna',
    locale,
    roles: [],
    status: 'active',
    generation: 1,
    mfaConfiguredAt: null,
    mfaLastVerifiedAt: null,
    roleGainedAt: null,
    graceEndedAt: null,
    graceExtendedUntil: null,
    enrolmentDemandedAt: null,
    mfaRemindedAt: null,
    createdAt: now,
    updatedAt: now,
    lastSignInAt: null,
    emailVerifiedAt: now,
    backupCodesConfirmedAt: null,
    mfaRules: noRules,
    ...more.account,
  },
});
const render = (mail: DueMail) => renderMail(mail, { settings, keyRing: testKeyRing(), now });
/** As it arrives. */
async function arrived(mail: DueMail) {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const { message } = await composer.sendMail(mailMessage(render(mail), issuer));
  return PostalMime.parse(message as Buffer);
}

describe.each(['en', 'nl'])('in %s', (locale) => {
  test.each(mailKinds)('%s: a subject, sentences, at most one link, and no other placeholder', (kind) => {
    const detail = { factor: 'Phone', events: 3, deadline: '2026-11-24T10:00:00Z', concerned: 'bert@example.com' };
    const { subject, text, html } = render(due({ kind, detail }, locale));
    expect(subject.length).toBeGreaterThan(10);
    expect(subject.length).toBeLessThan(70);
    expect(`${subject} ${text} ${html}`).not.toMatch(/undefined|null|NaN|\[object|\{\w/);
    const links = text.match(/https?:\/\/\S+/g) ?? [];
    expect(links.length).toBeLessThanOrEqual(1);
    const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href?.replaceAll('&amp;', '&'));
    expect(hrefs).toEqual(links);
    for (const link of links) expect(link.startsWith(`${issuer}/account`)).toBe(true);
    expect(text.includes('/account/not-me?token=')).toBe((noticeKinds as readonly string[]).includes(kind));
  });
});

test('reads as one would write it', () => {
  expect(
    render(due()).text,
  ).toBe(`An authenticator app was added to your account. Its codes now work as a second factor.

Account: anna@example.com
Authenticator app: Phone
Time: 20 November 2026 at 08:05 UTC
Browser: Firefox on Linux
IP address: 203.0.113.7

If this was you, there is nothing to do.

This wasn’t me:
${issuer}/account/not-me?token=0f0e0d0c-0b0a-4908-8706-050403020100.${testKeyRing().hash('0f0e0d0c-0b0a-4908-8706-050403020100', 'mail-link')}

The link shows a page first. If you confirm there, everybody is signed out of your account, the password stops working, and you get a mail to choose a new one.

-- 
Sent by Example, because it is about the security of your account. Nobody reads answers to this mail.
`);
});

test.each([
  [1, 'Set up a second factor: 1 day left', '2026-11-22T10:00:00Z'],
  [3, 'Set up a second factor: 3 days left', '2026-11-24T10:00:00Z'],
  [7, 'Set up a second factor: 7 days left', '2026-11-28T10:27:00Z'],
])('a reminder %i days before the end says so', (_days, subject, deadline) => {
  expect(render(due({ kind: 'grace_reminder', detail: { deadline } })).subject).toBe(subject);
});

test.each([
  ['en', '24 November 2026'],
  ['nl', '24 november 2026'],
])('the end of a grace period has its day before its month, in %s', (locale, day) => {
  const reminder = due({ kind: 'grace_reminder', detail: { deadline: '2026-11-24T10:00:00Z' } }, locale);
  expect(render(reminder).text).toContain(day);
});

test('what an administrator did names neither browser nor address', () => {
  const { text } = render(due({ kind: 'mfa_reset', detail: { by_other: true } }));
  expect(text).toContain('An administrator did this.');
  expect(text).not.toMatch(/Browser|IP address/);
});

test('a factor’s name is text in the HTML, and cannot leave its line in the text', async () => {
  const factor = '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com\u202e" \'';
  const mail = await arrived(due({ detail: { factor, ip: '203.0.113.7' } }));
  expect(mail.html).not.toContain('<img');
  expect(mail.html).toContain('&lt;img');
  expect(mail.text).toMatch(/^Authenticator app: <img src=x onerror=alert\(1\)> {2}Bcc: eve@example\.com " '$/m);
  expect(mail.bcc ?? []).toEqual([]);
});

test.each([
  'anna@example.com\r\nBcc: eve@example.com',
  'anna@example.com, eve@example.com',
  'anna@example.com>, <eve@example.com',
  '"anna@example.com, eve"@example.com',
])('an address such as %j never becomes a second recipient or a header', async (email) => {
  const account = { ...due().account, email };
  const message = mailMessage(render(due({ account })), issuer);
  expect(message.envelope.to).toEqual([email]);
  const mail = await arrived(due({ account })).catch(() => undefined);
  if (mail === undefined) return;
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
  expect((mail.to ?? []).length).toBeLessThanOrEqual(1);
});

test('the name in MAIL_FROM is a name, whatever is in it', async () => {
  const named = { ...settings, mailFrom: '"Example, Ltd; eve@example.com" <id@example.com>' };
  const composer = createTransport({ streamTransport: true, buffer: true });
  const mail = renderMail(due(), { settings: named, keyRing: testKeyRing(), now });
  const { message, envelope } = await composer.sendMail(mailMessage(mail, issuer));
  expect(envelope).toEqual({ from: 'id@example.com', to: ['anna@example.com'] });
  expect((await PostalMime.parse(message as Buffer)).from).toEqual({
    name: 'Example, Ltd; eve@example.com',
    address: 'id@example.com',
  });
});

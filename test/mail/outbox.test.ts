/** Without an SMTP server mails are files that only we can read, and the log says where, and not what. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { createOutbox } from '../../src/mail/outbox.js';
import type { OutgoingMail } from '../../src/mail/render-mail.js';

const issuer = 'https://id.example.com';
const mail: OutgoingMail = {
  id: '0f0e0d0c-0b0a-4908-8706-050403020100',
  kind: 'password_reset',
  from: { name: 'Example', address: 'id@example.com' },
  to: 'anna@example.com',
  subject: 'Choose a new password',
  text: `${issuer}/account/reset-password?token=very-secret`,
  html: '<p>very-secret</p>',
  language: 'en',
  date: new Date('2026-11-21T10:27:00Z'),
};

let parent: string;
let log: string[];
const logger = {
  info: (...line: unknown[]) => log.push(JSON.stringify(line)),
  warn: (...line: unknown[]) => log.push(JSON.stringify(line)),
  error: (...line: unknown[]) => log.push(JSON.stringify(line)),
};
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'countersign-outbox-'));
  log = [];
});
afterEach(() => rm(parent, { recursive: true, force: true }));

test('one whole file for each mail, in the order of time; folder 0700, file 0600', async () => {
  const dataDir = join(parent, 'data');
  const outbox = createOutbox({ dataDir, issuer }, logger);
  await outbox.send(mail);
  await outbox.send({ ...mail, id: '1f0e0d0c-0b0a-4908-8706-050403020100' });
  const names = await readdir(join(dataDir, 'outbox'));
  expect(names.toSorted()).toEqual([
    `2026-11-21T10-27-00-password_reset-${mail.id}.eml`,
    '2026-11-21T10-27-00-password_reset-1f0e0d0c-0b0a-4908-8706-050403020100.eml',
  ]);
  expect((await stat(join(dataDir, 'outbox'))).mode & 0o777).toBe(0o700);
  const file = join(dataDir, 'outbox', names[0] ?? '');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const parsed = await PostalMime.parse(await readFile(file));
  expect([parsed.subject, parsed.to?.[0]?.address, parsed.text?.trim()]).toEqual([mail.subject, mail.to, mail.text]);
});

test.each(['folder', 'memory://'])('the log has neither link nor address nor words: %s', async (place) => {
  const dataDir = place === 'folder' ? parent : place;
  await createOutbox({ dataDir, issuer }, logger).send(mail);
  expect(log).toHaveLength(1);
  expect(log.join()).toContain('password_reset');
  expect(log.join()).not.toMatch(/very-secret|token|anna@|Choose/);
});

test('in memory nothing is kept', async () => {
  await createOutbox({ dataDir: 'memory://', issuer }, logger).send(mail);
  expect(await readdir(parent)).toEqual([]);
});

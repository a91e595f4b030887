/** Story: people read in their mail what happens to their account, from a real SMTP server, once, in words and without secrets. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { linkIn, type MailServer, startMailServer } from '../support/mail-server.js';
import { ownBrowser, securityUrl } from '../support/own-account.js';
import { newPerson } from '../support/person.js';
import { newRelyingParty, type RelyingParty } from '../support/relying-party.js';
import {
  addEnrolledAccount,
  type EnrolledAccount,
  signInWithTotp,
  totpCode,
  typeBackupCode,
  typePassword,
} from '../support/sign-in.js';
import { databaseKinds } from '../support/test-database.js';
import { startTestServer, type TestServer, testPassword } from '../support/test-server.js';

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0';

describe.each(databaseKinds)('mails on %s', (kind) => {
  let server: TestServer;
  let post: MailServer;
  let party: RelyingParty;
  let anna: EnrolledAccount;
  let count = 0;

  beforeAll(async () => {
    post = await startMailServer();
    const env = { SMTP_URL: post.url, MAIL_FROM: '"Example, Ltd" <id@example.com>', MFA_ISSUER: 'Example <b>Ltd</b>' };
    server = await startTestServer({ kind, env: { ...env, LOCKOUT_THRESHOLD: '3' } });
    party = await newRelyingParty(server, await server.addClient({ scope: 'openid email offline_access' }));
  });
  afterAll(async () => {
    await server?.stop();
    await post?.stop();
  });
  beforeEach(async () => {
    count += 1;
    anna = await addEnrolledAccount(server, `anna-${count}@example.com`);
    await server.deliverMail();
  });
  afterEach(() => {
    post.behaviour = 'take';
    post.mails.length = 0;
  });

  const subjects = () => post.to(anna.email).map(({ parsed }) => parsed.subject);
  const begin = async () => {
    const person = newPerson(server.issuer, { 'User-Agent': firefox });
    await person.open(await party.authorizationUrl({ prompt: 'login' }));
    return person;
  };
  /** All mails of the database are due, as if the time until then had passed. */
  const passTime = () => sql`UPDATE mail SET due_at = now() WHERE sent_at IS NULL`.execute(server.database);

  test('a new authenticator app: one mail to one person, with name, time, browser, address and one link, as text and HTML', async () => {
    const [mail, ...others] = post.to(anna.email);
    expect(others).toEqual([]);
    expect(mail?.parsed.subject).toBe('An authenticator app was added to your account');
    expect(mail?.from).toBe('id@example.com');
    expect(mail?.recipients).toEqual([anna.email]);
    expect(mail?.parsed.from).toEqual({ name: 'Example, Ltd', address: 'id@example.com' });
    expect(mail?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    for (const part of [mail?.text, mail?.html]) {
      expect(part).toContain(anna.email);
      expect(part).toContain('Phone');
      expect(part).toMatch(/\d{1,2} \w+ \d{4} at \d{2}:\d{2} UTC/);
      expect(part).toContain('127.0.0.1');
      expect(part).toContain('If this was you, there is nothing to do.');
      expect(part).toContain('This wasn’t me');
    }
    expect(linkIn(mail ?? { text: '' })).toMatch(new RegExp(`^${server.issuer}/account/not-me\\?token=`));
    expect(mail?.html).toContain('Example &lt;b>Ltd');
    // Once: another round has nothing to send.
    await server.deliverMail();
    expect(post.to(anna.email)).toHaveLength(1);
  });

  test('no mail has a seed, a backup code or a password in it, and no link is in the log', async () => {
    const person = await begin();
    await typePassword(person, anna.email);
    await typeBackupCode(person, anna.backupCodes[0] ?? '');
    await server.deliverMail();
    expect(subjects()).toContain('A backup code was used');
    const written = post.mails.map(({ text, html, raw }) => `${text} ${html} ${raw}`).join('\n');
    for (const secret of [anna.seed, testPassword, ...anna.backupCodes]) expect(written).not.toContain(secret);
    const log = server.log.join('\n');
    for (const mail of post.to(anna.email)) expect(log).not.toContain(new URL(linkIn(mail)).searchParams.get('token'));
    expect(log).not.toContain(anna.email);
  });

  test('a sign-in in a new browser and a backup code: a mail each, with the browser in words', async () => {
    post.mails.length = 0;
    const person = await begin();
    await typePassword(person, anna.email);
    await typeBackupCode(person, anna.backupCodes[0] ?? '');
    await server.deliverMail();
    expect(subjects().toSorted()).toEqual(['A backup code was used', 'New sign-in to your account']);
    for (const { text } of post.to(anna.email)) expect(text).toContain('Browser: Firefox on Windows');
    const [used] = post.to(anna.email).filter(({ parsed }) => parsed.subject === 'A backup code was used');
    expect(used?.text).toContain('You have 9 codes left.');
    // The same browser again is nothing new.
    await signInWithTotp(server, person, await party.authorizationUrl({ prompt: 'login' }), anna);
    await server.deliverMail();
    expect(post.to(anna.email)).toHaveLength(2);
  });

  test('the right password and wrong codes, over and over: one mail', async () => {
    post.mails.length = 0;
    for (let round = 0; round < 2; round += 1) {
      const person = await begin();
      await typePassword(person, anna.email);
      for (let guess = 0; guess < 3; guess += 1) await person.act('verify_factor', { code: '000000' });
      await server.deliverMail();
    }
    expect(subjects()).toEqual(['Wrong codes were entered for your account']);
  });

  test('wrong passwords until the lock: one mail; none to an address that has no account', async () => {
    post.mails.length = 0;
    for (const email of [anna.email, `nobody-${count}@example.com`]) {
      const person = await begin();
      for (let guess = 0; guess < 3; guess += 1) await typePassword(person, email, 'wrong wrong wrong');
    }
    await server.deliverMail();
    expect(post.mails.map(({ recipients, parsed }) => [...recipients, parsed.subject])).toEqual([
      [anna.email, 'Wrong passwords were entered for your account'],
    ]);
  });

  test('what people do on their own pages: another password, new codes, no second factor any more', async () => {
    const person = await ownBrowser(server, anna);
    await server.deliverMail();
    post.mails.length = 0;
    const code = () => {
      const shown = totpCode(server, anna.seed);
      server.clock.move(30);
      return shown;
    };
    await person.open(`${server.issuer}/account/password`);
    await person.act('change_password', { current_password: testPassword, new_password: 'otter lantern quarry 7' });
    await person.open(securityUrl(server, '/backup-codes'));
    await person.act('new_backup_codes', { code: code() });
    await person.open(securityUrl(server, '/disable'));
    await person.act('disable', { code: code() });
    await server.deliverMail();
    expect(subjects().toSorted()).toEqual([
      'New backup codes were made',
      'Two-factor authentication was turned off',
      'Your password was changed',
    ]);
  });

  test('in the language of the account', async () => {
    post.mails.length = 0;
    await sql`UPDATE account SET locale = 'nl' WHERE id = ${anna.account.id}::uuid`.execute(server.database);
    const person = await begin();
    await typePassword(person, anna.email);
    await typeBackupCode(person, anna.backupCodes[0] ?? '');
    await server.deliverMail();
    expect(subjects()).toContain('Er is een back-upcode gebruikt');
    expect(post.to(anna.email)[0]?.raw).toMatch(/^Content-Language: nl\r$/m);
    expect(post.to(anna.email)[0]?.text).toContain('Browser: Firefox op Windows');
  });

  test('a mail server that refuses: the mail comes once, when it is well again, and not before its time', async () => {
    post.mails.length = 0;
    post.behaviour = 'refuse';
    const person = await begin();
    await typePassword(person, anna.email);
    await typeBackupCode(person, anna.backupCodes[0] ?? '');
    await server.deliverMail();
    const { rows } = await sql<{ attempts: number; minutes: number }>`SELECT attempts,
        round(extract(epoch FROM due_at - now()) / 60)::int AS minutes
      FROM mail WHERE account_id = ${anna.account.id}::uuid AND kind = 'backup_code_used'`.execute(server.database);
    expect(rows).toEqual([{ attempts: 1, minutes: 1 }]);
    expect(server.log.join('\n')).toContain('a mail could not be sent');
    post.behaviour = 'take';
    await server.deliverMail();
    expect(post.mails).toEqual([]);
    await passTime();
    await server.deliverMail();
    expect(subjects().toSorted()).toEqual(['A backup code was used', 'New sign-in to your account']);
  });
});

test('a mail server that hangs holds no sign-in up, and the mails wait for it', async () => {
  const post = await startMailServer();
  const server = await startTestServer({ env: { SMTP_URL: post.url } });
  try {
    const party = await newRelyingParty(server, await server.addClient());
    const anna = await addEnrolledAccount(server, 'anna@example.com');
    post.behaviour = 'hang';
    let isDelivering = true;
    const delivering = server.deliverMail().then(() => {
      isDelivering = false;
    });
    const page = await signInWithTotp(server, newPerson(server.issuer), await party.authorizationUrl(), anna);
    expect(page.leftFor).toBeDefined();
    expect(isDelivering).toBe(true);
    await delivering;
    expect(post.mails).toEqual([]);
    post.behaviour = 'take';
    await sql`UPDATE mail SET due_at = now()`.execute(server.database);
    await server.deliverMail();
    expect(post.to(anna.email)).toHaveLength(2);
  } finally {
    await server.stop();
    await post.stop();
  }
});

describe.each(databaseKinds)('a mail on %s that could not be sent', (kind) => {
  test('is sent after a restart', async () => {
    const post = await startMailServer();
    const server = await startTestServer({ kind, durable: true, env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
    try {
      const anna = await addEnrolledAccount(server, 'anna@example.com');
      await server.deliverMail();
      await server.restart({ SMTP_URL: post.url });
      await sql`UPDATE mail SET due_at = now()`.execute(server.database);
      await server.deliverMail();
      expect(post.to(anna.email)).toHaveLength(1);
      await server.restart({ SMTP_URL: post.url });
      await server.deliverMail();
      expect(post.to(anna.email)).toHaveLength(1);
    } finally {
      await server.stop();
      await post.stop();
    }
  });

  test('is tried again after 1, 5, 30, 120 and 720 minutes, and then given up', async () => {
    const server = await startTestServer({ kind, env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
    try {
      await addEnrolledAccount(server, 'anna@example.com');
      const waits: unknown[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) {
        await server.deliverMail();
        const { rows } = await sql<{ minutes: number | null }>`SELECT CASE WHEN given_up_at IS NULL
            THEN round(extract(epoch FROM due_at - now()) / 60)::int END AS minutes FROM mail`.execute(server.database);
        waits.push(rows[0]?.minutes);
        await sql`UPDATE mail SET due_at = now()`.execute(server.database);
      }
      expect(waits).toEqual([1, 5, 30, 120, 720, null, null]);
      expect(server.log.filter((line) => line.includes('a mail was given up'))).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });
});

test('two nodes send every mail once', async () => {
  const post = await startMailServer();
  const server = await startTestServer({ env: { SMTP_URL: post.url } });
  try {
    const other = await server.again();
    for (let round = 0; round < 4; round += 1) {
      await addEnrolledAccount(server, `person-${round}@example.com`);
      await Promise.all([server, other, server, other].map((node) => node.deliverMail()));
    }
    await server.deliverMail();
    expect(post.mails.map(({ recipients }) => recipients.join()).toSorted()).toEqual(
      [0, 1, 2, 3].map((round) => `person-${round}@example.com`),
    );
  } finally {
    await server.stop();
    await post.stop();
  }
});

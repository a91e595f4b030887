/** Mails as files, for installations without an SMTP server: whoever runs the machine opens them there. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { inMemory } from '../settings/server-definitions.js';
import type { Settings } from '../settings/settings.js';
import { mailMessage } from './mail-message.js';
import type { MailLog, MailTransport } from './transport.js';

/** Folder of the outbox; undefined when nothing is kept. */
export function outboxFolder({ dataDir }: Pick<Settings, 'dataDir'>): string | undefined {
  return dataDir === inMemory ? undefined : join(dataDir, 'outbox');
}

/** One file for each mail, readable by us only. The log names the file and says neither the words nor the link. */
export function createOutbox(settings: Pick<Settings, 'dataDir' | 'issuer'>, logger: MailLog): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true });
  const folder = outboxFolder(settings);
  return {
    async send(mail) {
      if (folder === undefined) {
        logger.info({ kind: mail.kind, mail: mail.id }, 'a mail was not sent: there is no SMTP_URL, and no folder');
        return;
      }
      const { message } = await composer.sendMail(mailMessage(mail, settings.issuer));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // In the order of their time; the id keeps two of one second apart.
      const name = `${mail.date.toISOString().slice(0, 19).replaceAll(':', '-')}-${mail.kind}-${mail.id}.eml`;
      const file = join(folder, name);
      await writeFile(`${file}.part`, message as Buffer, { mode: 0o600 });
      await rename(`${file}.part`, file);
      logger.info({ kind: mail.kind, mail: mail.id, file }, 'a mail was written to the outbox');
    },
  };
}

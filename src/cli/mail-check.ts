/** Whether mail leaves: connects to the SMTP server and signs in, without sending anything. */
import { outboxFolder } from '../mail/outbox.js';
import { checkSmtpServer } from '../mail/smtp-transport.js';
import type { Settings } from '../settings/settings.js';
import { maskedSmtpUrl } from '../settings/smtp-url.js';
import { type Check, failed, ok, warning } from './check.js';

const name = 'mail';

export async function mailCheck(settings: Pick<Settings, 'smtpUrl' | 'dataDir' | 'mailFrom'>): Promise<Check> {
  const { smtpUrl, mailFrom } = settings;
  if (smtpUrl === undefined) {
    const folder = outboxFolder(settings);
    const where = folder === undefined ? 'are noted in the log and then lost' : `are written to ${folder}`;
    return warning(name, `SMTP_URL is not set: mails ${where}, and reach nobody.`);
  }
  const server = maskedSmtpUrl(smtpUrl);
  try {
    await checkSmtpServer(smtpUrl);
    return ok(name, `${server} takes mail from ${mailFrom}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    return failed(name, `${server} cannot be used: ${reason}`);
  }
}

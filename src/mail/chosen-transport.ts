/** How mails leave: by the SMTP server of the settings, else into files. */
import type { Settings } from '../settings/settings.js';
import { createOutbox } from './outbox.js';
import { createSmtpTransport } from './smtp-transport.js';
import type { MailLog, MailTransport } from './transport.js';

export function chosenTransport(
  settings: Pick<Settings, 'smtpUrl' | 'dataDir' | 'issuer'>,
  logger: MailLog,
): MailTransport {
  const { smtpUrl } = settings;
  return smtpUrl === undefined ? createOutbox(settings, logger) : createSmtpTransport(smtpUrl, settings);
}

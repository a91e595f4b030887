/** Settings of mail: how it leaves, and from whom. */
import { readMailFrom } from './mail-address.js';
import { type SettingDefinition, textTo } from './setting-definition.js';
import { maskedSmtpUrl, readSmtpUrl } from './smtp-url.js';

/** By the name of the setting. */
export const mailDefinitions = {
  smtpUrl: {
    variable: 'SMTP_URL',
    meaning:
      'The server that takes mail: `smtps://user:password@host` (TLS, port 465) or `smtp://user:password@host` (STARTTLS, port 587). Absent: mails are written to `DATA_DIR/outbox` as `.eml` files and noted in the log, and reach nobody.',
    example: 'smtps://countersign:password@mail.example.com',
    secret: true,
    masked: maskedSmtpUrl,
    parse: textTo(readSmtpUrl),
  },
  mailFrom: {
    variable: 'MAIL_FROM',
    defaultText: '`Countersign <no-reply@host of ISSUER>`',
    meaning: 'Sender of all mails: an address, or a name and an address.',
    example: 'Example Ltd <no-reply@example.com>',
    parse: textTo(readMailFrom),
  },
} as const satisfies Record<string, SettingDefinition<unknown>>;

/** Settings of the audit log: how long it is kept, and where else it goes. */
import { maskedWebhookUrl, readAuditWebhookUrl, readSyslogUrl, readWebhookSecret } from './audit-destinations.js';
import { type SettingDefinition, textTo, wholeNumber } from './setting-definition.js';

/** By the name of the setting. */
export const auditDefinitions = {
  auditRetentionDays: {
    variable: 'AUDIT_RETENTION_DAYS',
    default: '90',
    meaning: 'Days that audit events are kept, 1–36500.',
    example: '365',
    parse: wholeNumber(1, 36_500),
  },
  auditWebhookUrl: {
    variable: 'AUDIT_WEBHOOK_URL',
    meaning:
      'Where audit events are posted as JSON, signed with `AUDIT_WEBHOOK_SECRET`; https unless it is this machine.',
    example: 'https://siem.example.com/countersign',
    secret: true,
    masked: maskedWebhookUrl,
    parse: textTo(readAuditWebhookUrl),
  },
  auditWebhookSecret: {
    variable: 'AUDIT_WEBHOOK_SECRET',
    meaning: 'Key of these signatures: `whsec_` and base64 of 24 to 64 random bytes.',
    example: '"whsec_$(openssl rand -base64 32)"',
    secret: true,
    parse: textTo(readWebhookSecret),
  },
  auditSyslog: {
    variable: 'AUDIT_SYSLOG',
    meaning:
      'Syslog server (RFC 5424) that audit events are sent to: `tls://host:port`, `tcp://host:port` or `udp://host:port`. Only the first keeps them secret on the way, and over `udp` any can get lost.',
    example: 'tls://siem.example.com:6514',
    parse: textTo(readSyslogUrl),
  },
} as const satisfies Record<string, SettingDefinition<unknown>>;

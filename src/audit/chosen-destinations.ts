/** Where the audit log goes, by the settings. */
import type { Clock } from '../clock.js';
import type { Settings } from '../settings/settings.js';
import type { Destination } from './destination.js';
import { createSyslogDestination } from './syslog-destination.js';
import { createWebhookDestination } from './webhook-destination.js';

export function chosenDestinations(
  { auditWebhookUrl: url, auditWebhookSecret: key, auditSyslog: syslog, issuer }: AuditSettings,
  clock: Clock,
): readonly Destination[] {
  return [
    ...(url === undefined || key === undefined ? [] : [createWebhookDestination({ url, key, clock })]),
    ...(syslog === undefined ? [] : [createSyslogDestination({ url: syslog, host: new URL(issuer).hostname, clock })]),
  ];
}

export type AuditSettings = Pick<Settings, 'auditWebhookUrl' | 'auditWebhookSecret' | 'auditSyslog' | 'issuer'>;

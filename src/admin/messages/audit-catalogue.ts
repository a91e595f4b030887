/** The audit page's sentences by language. */
import type { Locale } from '../../language/locale.js';
import { type AuditMessages, enAudit } from './en-audit.js';
import { nlAudit } from './nl-audit.js';

const catalogues: Readonly<Record<Locale, AuditMessages>> = { en: enAudit, nl: nlAudit };

export function auditMessages(locale: Locale): AuditMessages {
  return catalogues[locale];
}

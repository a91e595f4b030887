/** The overview's sentences by language. */
import type { Locale } from '../../language/locale.js';
import { type DashboardMessages, enDashboard } from './en-dashboard.js';
import { nlDashboard } from './nl-dashboard.js';

const catalogues: Readonly<Record<Locale, DashboardMessages>> = { en: enDashboard, nl: nlDashboard };

export function dashboardMessages(locale: Locale): DashboardMessages {
  return catalogues[locale];
}

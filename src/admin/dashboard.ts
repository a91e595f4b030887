/** The page `/admin`: how far two-factor authentication has come, what should have been seen, and what the policy is. */

import { readEventNames } from '../administration/event-names-store.js';
import { readSecurityOverview } from '../audit/security-event-store.js';
import { readAdoptionOverview } from '../census/adoption-overview-store.js';
import { sendPage } from '../http/send-page.js';
import { effectivePolicy } from '../mfa/effective-policy.js';
import { readStoredPolicy } from '../mfa/policy-change-store.js';
import type { AdminPage } from './admin-parts.js';
import { dashboardPage } from './views/dashboard-page.js';

/** Events of the overview. */
const shownEvents = 10;

export const dashboard: AdminPage = {
  path: '/admin',
  needsFreshSignIn: false,
  /**
   * Six statements: session and account, adoption, security events, failures, names, policy. None counts accounts: the numbers are
   * those that the server recorded.
   */
  async show(ctx, { props }, { database, policy }) {
    const adoption = await readAdoptionOverview(database);
    const overview = await readSecurityOverview(database, shownEvents);
    const names = await readEventNames(database, overview.events);
    const inForce = effectivePolicy(policy, await readStoredPolicy(database));
    sendPage(ctx, dashboardPage({ ...props, adoption, security: { ...overview, names }, policy: inForce }));
  },
};

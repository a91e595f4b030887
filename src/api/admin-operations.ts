/** The calls of administrators. A new one is a line here. */
import type { AdminParts } from './admin-parts.js';
import { adoptionReport } from './adoption-report.js';
import { listEvents } from './audit-events.js';
import { clientOperations } from './clients.js';
import { complianceReport } from './compliance-report.js';
import { groupOperations } from './groups.js';
import type { Operation } from './operation.js';
import { policyOperations } from './policy.js';
import { simulatePolicyChange } from './policy-simulation.js';
import { resourceOperations } from './resources.js';
import { endUserSessions, listUserSessions, unlockUser } from './user-access.js';
import { deleteUser, updateUser } from './user-changes.js';
import { enrollUserMfa } from './user-enrolment.js';
import { disableUserMfa, extendUserGrace, resetUserMfa } from './user-mfa.js';
import { createUser } from './user-provision.js';
import { userOperations } from './users.js';

export function adminOperations(parts: AdminParts): readonly Operation[] {
  return [
    ...userOperations(parts),
    createUser(parts),
    updateUser(parts),
    deleteUser(parts),
    disableUserMfa(parts),
    resetUserMfa(parts),
    enrollUserMfa(parts),
    extendUserGrace(parts),
    unlockUser(parts),
    listUserSessions(parts),
    endUserSessions(parts),
    listEvents(parts),
    adoptionReport(parts),
    complianceReport(parts),
    ...clientOperations(parts),
    ...resourceOperations(parts),
    ...policyOperations(parts),
    simulatePolicyChange(parts),
    ...groupOperations(parts),
  ];
}

/** The pages of the console. A new one is a line here. */
import type { AdminPage } from './admin-parts.js';
import { auditLog, auditLogExport } from './audit-log.js';
import { bulkExtendGrace, bulkRemind } from './bulk.js';
import { changeUser } from './change-user.js';
import { client, clients } from './clients.js';
import { dashboard } from './dashboard.js';
import { deleteOneClient } from './delete-client.js';
import { deleteUser } from './delete-user.js';
import { enrolMfa } from './enrol-mfa.js';
import { extendGrace } from './extend-grace.js';
import { groupMembers } from './group-members.js';
import { deleteOneGroup, group, groups } from './groups.js';
import { job } from './job.js';
import { newUser } from './new-user.js';
import { changeThePolicy, policy } from './policy.js';
import { disableMfa, resetMfa } from './remove-mfa.js';
import { deleteOneResource, resource, resources } from './resources.js';
import { rotateSecret } from './rotate-client-secret.js';
import { changeOneClient, newClient } from './save-client.js';
import { newGroup, renameOneGroup } from './save-group.js';
import { changeOneResource, newResource } from './save-resource.js';
import { user } from './user.js';
import { unlock, userSessions } from './user-sign-in.js';
import { users, usersFile } from './users.js';

export const adminPages: readonly AdminPage[] = [
  dashboard,
  users,
  usersFile,
  // Before the page about one: its last segment would be an id.
  bulkExtendGrace,
  bulkRemind,
  job,
  newUser,
  user,
  changeUser,
  deleteUser,
  disableMfa,
  resetMfa,
  enrolMfa,
  extendGrace,
  unlock,
  userSessions,
  clients,
  newClient,
  client,
  changeOneClient,
  rotateSecret,
  deleteOneClient,
  auditLog,
  auditLogExport,
  policy,
  changeThePolicy,
  groups,
  newGroup,
  group,
  groupMembers,
  renameOneGroup,
  deleteOneGroup,
  resources,
  newResource,
  resource,
  changeOneResource,
  deleteOneResource,
];

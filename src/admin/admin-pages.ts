/** The pages of the console. A new one is a line here. */
import type { AdminPage } from './admin-parts.js';
import { auditLog, auditLogExport } from './audit-log.js';
import { client, clients } from './clients.js';
import { deleteOneClient } from './delete-client.js';
import { disableMfa, resetMfa } from './remove-mfa.js';
import { deleteOneResource, resource, resources } from './resources.js';
import { rotateSecret } from './rotate-client-secret.js';
import { changeOneClient, newClient } from './save-client.js';
import { changeOneResource, newResource } from './save-resource.js';

export const adminPages: readonly AdminPage[] = [
  disableMfa,
  resetMfa,
  clients,
  // Before the page about one: its last segment would be an id.
  newClient,
  client,
  changeOneClient,
  rotateSecret,
  deleteOneClient,
  auditLog,
  auditLogExport,
  resources,
  newResource,
  resource,
  changeOneResource,
  deleteOneResource,
];

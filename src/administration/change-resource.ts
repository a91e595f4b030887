/** Resource servers registered, changed and removed by administrators. What is refused as a registration is a value. */
import type { Database } from '../database/schema.js';
import type { Resource } from '../oidc/resource.js';
import { type ResourceChange, resourceFacts } from '../oidc/resource-members.js';
import {
  createResource,
  deleteResource,
  findRegisteredResource,
  type ResourceAddress,
  updateResource,
} from '../oidc/resource-store.js';
import { type Administrator, performOnInstallation } from './administer.js';
import { installationEvent, permitSuperAdmin } from './change-client.js';

/** A new one takes nothing from anybody: people are asked before tokens for it are issued. */
export async function registerResource(database: Database, by: Administrator, issuer: string, asked: Resource) {
  const { identifier } = asked;
  return performOnInstallation(database, by, (transaction) =>
    createResource(transaction, issuer, asked, [
      installationEvent(by, 'resource.created', { identifier, ...resourceFacts(asked) }),
    ]),
  );
}

/** What other people's programs go by when they let somebody in. Problems: `super_admin_required`. */
export async function changeResource(
  database: Database,
  by: Administrator,
  address: ResourceAddress,
  change: ResourceChange,
) {
  return performOnInstallation(database, by, async (transaction, admin) => {
    permitSuperAdmin(by, admin);
    return updateResource(transaction, address, change, ({ identifier }, { fields, detail }) => [
      installationEvent(by, 'resource.updated', { identifier, fields, ...detail }),
    ]);
  });
}

/** Problems: `super_admin_required`. */
export async function removeResource(database: Database, by: Administrator, address: ResourceAddress) {
  return performOnInstallation(database, by, async (transaction, admin) => {
    permitSuperAdmin(by, admin);
    const found = await findRegisteredResource(transaction, address);
    if (found === undefined) return { ok: false, because: 'resource_not_found' } as const;
    const { identifier } = found;
    return deleteResource(transaction, address, [installationEvent(by, 'resource.deleted', { identifier })]);
  });
}

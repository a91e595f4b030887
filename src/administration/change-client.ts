/** Relying parties registered, changed, given new secrets and removed by administrators. What is refused as a registration is a value. */
import type { Account } from '../accounts/account.js';
import { isSuperAdmin } from '../accounts/administration.js';
import type { AuditEvent, AuditEventType } from '../audit/audit-event.js';
import type { Database } from '../database/schema.js';
import { Problem } from '../http/problem.js';
import type { ClientChange, ClientState } from '../oidc/client-difference.js';
import type { ClientRegistration } from '../oidc/client-registration.js';
import { createClient, deleteClient, rotateClientSecret, updateClient } from '../oidc/client-store.js';
import { type Administrator, performOnInstallation } from './administer.js';
import { needsSuperAdmin } from './client-authority.js';

/** Problems: `super_admin_required`. */
export async function registerClient(database: Database, by: Administrator, registration: ClientRegistration) {
  return performOnInstallation(database, by, (transaction, admin) =>
    createClient(
      transaction,
      registration,
      (id) => [clientEvent(by, 'client.created', id, { name: registration.client_name })],
      (after) => permitClientChange(by, admin, { after }),
    ),
  );
}

/** What somebody had before them who changes a client: ISO 8601 text, of any kind when it comes from a form. */
export interface SeenClient {
  /** Its `updatedAt`. Undefined: they saw nothing, and what they name is changed whatever it was. */
  readonly seen?: string | undefined;
}

/** Problems: `super_admin_required`, `client_changed`. */
export async function changeClient(
  database: Database,
  by: Administrator,
  id: string,
  change: ClientChange,
  { seen }: SeenClient = {},
) {
  return performOnInstallation(database, by, (transaction, admin) =>
    updateClient(
      transaction,
      id,
      change,
      ({ fields, detail }) => [clientEvent(by, 'client.updated', id, { fields, ...detail })],
      (after, before) => {
        if (seen !== undefined && before.updatedAt.toISOString() !== seen) throw clientChanged();
        permitClientChange(by, admin, { after, before });
      },
    ),
  );
}

/** Problems: `super_admin_required`, `client_changed`. */
export async function renewClientSecret(
  database: Database,
  by: Administrator,
  id: string,
  { overlapSeconds, seen }: SeenClient & { readonly overlapSeconds: number },
) {
  const unchangedSince = seen === undefined ? undefined : new Date(seen);
  if (Number.isNaN(unchangedSince?.getTime())) throw clientChanged();
  return performOnInstallation(database, by, async (transaction, admin) => {
    permitSuperAdmin(by, admin);
    const events = [clientEvent(by, 'client.secret_rotated', id, { overlap_seconds: overlapSeconds })];
    const rotated = await rotateClientSecret(transaction, id, { overlapSeconds, unchangedSince, events });
    if (!rotated.ok && rotated.because === 'client_changed') throw clientChanged();
    return rotated;
  });
}

/** Problems: `super_admin_required`. */
export async function removeClient(database: Database, by: Administrator, id: string) {
  return performOnInstallation(database, by, async (transaction, admin) => {
    permitSuperAdmin(by, admin);
    return deleteClient(transaction, id, [clientEvent(by, 'client.deleted', id)]);
  });
}

function clientChanged(): Problem {
  return new Problem(409, 'client_changed', 'The client was changed meanwhile. Look at it again.');
}

function permitClientChange(
  by: Administrator,
  admin: Account,
  { after, before }: { readonly after: ClientState; readonly before?: ClientState },
): void {
  if (needsSuperAdmin(after, before)) permitSuperAdmin(by, admin);
}

/** Whoever runs commands on the machine could do it there. */
export function permitSuperAdmin({ isBreakGlass }: Pick<Administrator, 'isBreakGlass'>, admin: Account): void {
  if (isBreakGlass || isSuperAdmin(admin)) return;
  const sentence = 'Only a super_admin decides where codes and tokens go, and who gets them unasked.';
  throw new Problem(403, 'super_admin_required', sentence);
}

/** `client_id` of the event is the client it happened to; through which one the administrator came is in its detail. */
function clientEvent(
  by: Pick<Administrator, 'origin' | 'isBreakGlass'>,
  type: AuditEventType,
  clientId: string,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEvent {
  return { ...installationEvent(by, type, detail), clientId };
}

/** What happened to nobody's account. */
export function installationEvent(
  { origin, isBreakGlass }: Pick<Administrator, 'origin' | 'isBreakGlass'>,
  type: AuditEventType,
  detail: Readonly<Record<string, unknown>> = {},
): AuditEvent {
  const { clientId: through = null, ...from } = origin();
  const by = {
    ...(through === null ? {} : { through_client: through }),
    ...(isBreakGlass ? { break_glass: true } : {}),
  };
  return { ...from, type, subjectId: null, outcome: 'success', detail: { ...detail, ...by } };
}

/** Whether the audit log is sealed and leaves, as `doctor` tells it. */

import { readChainStart } from '../audit/chain-start-store.js';
import { chosenDestinations } from '../audit/chosen-destinations.js';
import { readShippingStates, type ShippingState } from '../audit/shipping-store.js';
import type { Database } from '../database/schema.js';
import { isLoopbackHost, syslogServerOf } from '../settings/audit-destinations.js';
import type { Settings } from '../settings/settings.js';
import { type Check, failed, ok, warning } from './check.js';
import type { CommandContext } from './command.js';

export async function auditChecks(
  { settings, clock, keyRing }: CommandContext,
  database: Database,
): Promise<readonly Check[]> {
  const reading = await readChainStart(database, await keyRing());
  if (!reading.ok && reading.because !== 'none') {
    return [
      failed('audit', 'The audit log is not sealed any more: its beginning is gone. Run: countersign audit verify'),
    ];
  }
  const states = await readShippingStates(database);
  const shipping = chosenDestinations(settings, clock).map(({ name, place }) =>
    shippingCheck(
      place,
      states.find(({ destination }) => destination === name),
    ),
  );
  return [
    ok('audit', 'The audit log is sealed. To compare it: countersign audit verify'),
    ...shipping,
    ...clearCheck(settings),
  ];
}

function shippingCheck(place: string, state: ShippingState | undefined): Check {
  const name = 'audit_shipping';
  if (state?.failingSince == null) return ok(name, `Audit events are sent to ${place}.`);
  const since = state.failingSince.toISOString();
  return failed(
    name,
    `${place} takes no audit events since ${since} (${state.problem}). ${state.waiting} are waiting.`,
  );
}

function clearCheck({ auditSyslog }: Settings): readonly Check[] {
  if (auditSyslog === undefined) return [];
  const { transport, host } = syslogServerOf(auditSyslog);
  if (transport === 'tls' || isLoopbackHost(host)) return [];
  const message =
    'AUDIT_SYSLOG sends audit events in the clear, with addresses of people. Use tls:// outside a network of your own.';
  return [warning('audit_shipping', message)];
}

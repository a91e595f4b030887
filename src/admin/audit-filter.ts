/** What the audit pages are asked to show, from the address: text of any kind, read without a fault. */
import type { Context } from 'koa';
import { findAccountByEmail } from '../accounts/account-store.js';
import { type AuditEventType, auditEventTypes } from '../audit/audit-event.js';
import { type AuditFilter, isEventPosition } from '../audit/event-list-store.js';
import type { Connection } from '../database/schema.js';
import { isUuid } from '../database/uuid.js';
import { readCursor } from '../http/cursor.js';
import { readUrlEncoded } from '../http/url-encoded.js';

/** As typed; empty where nothing was. */
export interface AuditWishes {
  readonly type: string;
  readonly user: string;
  readonly actor: string;
  readonly outcome: string;
  /** YYYY-MM-DD, UTC. */
  readonly from: string;
  readonly to: string;
}

export type AuditFilterProblem = 'no_account' | 'no_day' | 'days_reversed';

export type AuditFilterReading =
  | { readonly ok: true; readonly filter: AuditFilter; readonly after: string | undefined }
  | { readonly ok: false; readonly field: keyof AuditWishes; readonly because: AuditFilterProblem };

const names: readonly (keyof AuditWishes)[] = ['type', 'user', 'actor', 'outcome', 'from', 'to'];

const dayMilliseconds = 86_400_000;

/** Parameters that we do not know, or cannot read, say nothing. */
export function readQueryFields(ctx: Context): ReadonlyMap<string, string> {
  const reading = readUrlEncoded(ctx.querystring.slice(0, 8192));
  return reading.ok ? reading.fields : new Map();
}

export function auditWishesOf(fields: ReadonlyMap<string, string>): AuditWishes {
  const typed = (name: keyof AuditWishes) => (fields.get(name) ?? '').trim().slice(0, 300);
  const [type, outcome] = [typed('type'), typed('outcome')];
  return {
    // Choices of a list: what is not on it is not chosen.
    type: auditEventTypes.some((known) => known === type) ? type : '',
    outcome: outcome === 'success' || outcome === 'failure' ? outcome : '',
    user: typed('user'),
    actor: typed('actor'),
    from: typed('from'),
    to: typed('to'),
  };
}

/** As the query of an address, without what is empty. */
export function auditQueryOf(wishes: AuditWishes, more: Readonly<Record<string, string>> = {}): string {
  const chosen = names.filter((name) => wishes[name] !== '').map((name) => [name, wishes[name]]);
  return new URLSearchParams([...chosen, ...Object.entries(more)]).toString();
}

/** A statement for each e-mail address that was typed; none for ids. A damaged cursor begins at the newest. */
export async function readAuditFilter(
  connection: Connection,
  wishes: AuditWishes,
  cursor: string | undefined,
): Promise<AuditFilterReading> {
  const [from, to] = [dayOf(wishes.from), dayOf(wishes.to)];
  if (from === null) return { ok: false, field: 'from', because: 'no_day' };
  if (to === null) return { ok: false, field: 'to', because: 'no_day' };
  if (from !== undefined && to !== undefined && from > to) return { ok: false, field: 'to', because: 'days_reversed' };
  const subjectId = await accountIdOf(connection, wishes.user);
  if (subjectId === null) return { ok: false, field: 'user', because: 'no_account' };
  // Not only accounts act: whatever has no @ is taken for the id of a client.
  const isAddress = wishes.actor.includes('@');
  const actorId = isAddress ? await accountIdOf(connection, wishes.actor) : wishes.actor || undefined;
  if (actorId === null) return { ok: false, field: 'actor', because: 'no_account' };
  const position = cursor === undefined ? undefined : readCursor(cursor);
  return {
    ok: true,
    filter: {
      type: (wishes.type || undefined) as AuditEventType | undefined,
      outcome: (wishes.outcome || undefined) as AuditFilter['outcome'],
      subjectId,
      actorId: actorId !== undefined && isUuid(actorId) ? actorId.toLowerCase() : actorId,
      from,
      // The whole of the last day.
      to: to === undefined ? undefined : new Date(to.getTime() + dayMilliseconds),
    },
    after: position !== undefined && isEventPosition(position) ? position : undefined,
  };
}

/** Undefined for nothing, null for what is no day of these centuries. */
function dayOf(text: string): Date | undefined | null {
  if (text === '') return undefined;
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  // The 31st of February would become one of March.
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? null : day;
}

/** Undefined for nothing, null for nobody. Events outlive accounts: an id need not be one of today. */
async function accountIdOf(connection: Connection, typed: string): Promise<string | undefined | null> {
  if (typed === '') return undefined;
  if (isUuid(typed)) return typed.toLowerCase();
  return (await findAccountByEmail(connection, typed))?.account.id ?? null;
}

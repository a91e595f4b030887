/** Makes an event fit to be kept: sane sizes, no character the database refuses, and never a secret. */
import { isUuid } from '../database/uuid.js';
import type { AuditEvent } from './audit-event.js';
import { mailKindOf } from './mail-kind.js';

/** One row of audit_event as the database takes it. */
export interface AuditRow {
  readonly type: string;
  readonly actor_type: string;
  readonly actor_id: string | null;
  readonly subject_id: string | null;
  readonly client_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly outcome: string;
  readonly detail: Record<string, unknown>;
  /** What the person should hear of it. */
  readonly mail_kind: string | null;
}

const longest = { id: 200, ip: 64, userAgent: 512, text: 500, detail: 4000 } as const;
/** Levels of objects and lists kept of a detail. */
const deepest = 4;

/** The last word of a key that would name a secret. Counts are named otherwise: `attempts`, `remaining`. */
const secretKey = /(^|_)(codes?|secrets?|passwords?|tokens?|seeds?|cookies?|authorization)$/;

/** Throws when the detail has a key that names a secret: a broken promise of ours, never a person's doing. */
export function auditRow(event: AuditEvent): AuditRow {
  const detail = cleaned(event.detail ?? {}, 0) as Record<string, unknown>;
  return {
    type: event.type,
    actor_type: event.actor.type,
    actor_id: short(event.actor.id, longest.id),
    subject_id: event.subjectId !== null && isUuid(event.subjectId) ? event.subjectId : null,
    client_id: short(event.clientId, longest.id),
    ip: short(event.ip, longest.ip),
    user_agent: short(event.userAgent, longest.userAgent),
    outcome: event.outcome,
    detail: JSON.stringify(detail).length > longest.detail ? { truncated: true } : detail,
    mail_kind: mailKindOf(event),
  };
}

function short(text: string | null | undefined, length: number): string | null {
  return text === null || text === undefined ? null : cleanText(text, length);
}

/** Without what PostgreSQL cannot store: NUL, and halves of a character. Cut between characters. */
function cleanText(text: string, length: number): string {
  const cut = text.length > length ? text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '') : text;
  return cut.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value, longest.text);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => cleaned(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [checkedKey(key), cleaned(inner, depth + 1)]));
}

function checkedKey(key: string): string {
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (secretKey.test(words)) throw new Error(`An audit event may not carry "${key}": its name is that of a secret.`);
  return cleanText(key, 64);
}

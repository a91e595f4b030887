/** The tables about the installation itself: what it remembers, its nodes, and the audit log. */
import type { ColumnType, Generated } from 'kysely';
import type { Json, MomentWithDefault } from './column-types.js';

export interface InstallationTable {
  key: string;
  value: string;
  at: MomentWithDefault;
}

export interface MfaRuleTable {
  scope: 'all' | 'role';
  name: string;
  level: 'optional' | 'encouraged' | 'report_only' | 'required';
  required_since: Date | null;
  set_at: MomentWithDefault;
}

export interface AuditEventTable {
  /** bigint; both connections read it as a number, see row-values.ts. */
  id: ColumnType<number, never, never>;
  at: MomentWithDefault;
  type: string;
  actor_type: string;
  actor_id: string | null;
  subject_id: string | null;
  client_id: string | null;
  ip: string | null;
  user_agent: string | null;
  outcome: 'success' | 'failure';
  detail: Json<Record<string, unknown>>;
  mail_kind: string | null;
  mark: string | null;
}

export interface AuditChainTable {
  /** bigint, as in audit_event. */
  sequence: number;
  /** bigint, as in audit_event. */
  event_id: number;
  event_at: Date;
  origin: 'marked' | 'adopted' | 'unmarked';
  checkpoints: number;
  digest: string;
  hash: string;
}

export interface AuditCheckpointTable {
  number: number;
  /** bigint, as in audit_event. */
  sequence: number;
  hash: string;
  at: Date;
  signature: string;
}

export interface AuditShipmentTable {
  destination: string;
  /** bigint, as in audit_event. */
  sequence: number;
  checkpoint: number;
  due_at: MomentWithDefault;
  attempts: Generated<number>;
  failing_since: Date | null;
  problem: string | null;
}

export interface NodeTable {
  id: string;
  encryption_key_ids: string[];
  seen_at: MomentWithDefault;
}

export interface AdoptionDayTable {
  /** YYYY-MM-DD, UTC. Read it as text: a driver would make a moment of it. */
  day: string;
  scope: 'all' | 'role' | 'group';
  /** The role or group; empty for all. */
  name: string;
  enrolled: number;
  in_grace: number;
  overdue: number;
  exempt: number;
  pending: number;
  disabled: number;
  taken_at: MomentWithDefault;
}

export interface AdminJobTable {
  id: string;
  kind: 'extend_grace' | 'remind';
  actor_id: string;
  actor_generation: number;
  origin: Json<Record<string, unknown>>;
  search: Json<Record<string, unknown>>;
  input: Json<Record<string, unknown>>;
  total: number;
  position: Generated<string>;
  seen: Generated<number>;
  changed: Generated<number>;
  created_at: MomentWithDefault;
  worked_at: Date | null;
  finished_at: Date | null;
  stopped_because: 'actor_ended' | null;
}

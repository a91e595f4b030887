/** What administrators do to many accounts at once. */
import type { UserSearch } from './user-search-store.js';

export const bulkKinds = ['extend_grace', 'remind'] as const;

export type BulkKind = (typeof bulkKinds)[number];

export interface BulkInput {
  /** ISO 8601; of an extension. */
  readonly until?: string;
  /** Of an extension: kept in the audit log. */
  readonly reason?: string;
}

export interface BulkJob {
  readonly id: string;
  readonly kind: BulkKind;
  readonly actorId: string;
  readonly search: UserSearch;
  readonly input: BulkInput;
  /** Accounts that fitted when it began. */
  readonly total: number;
  /** Accounts looked at. */
  readonly seen: number;
  /** Accounts for which something was done. */
  readonly changed: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** Null when it went to its end, or still goes. */
  readonly stoppedBecause: 'actor_ended' | null;
}

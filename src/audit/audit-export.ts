/** The audit log as a stream of text, read a batch at a time: an export of any length takes the memory of one batch. */
import { Readable } from 'node:stream';
import { withPatience } from '../database/request-patience.js';
import type { Connection } from '../database/schema.js';
import { csvLine } from '../language/csv.js';
import { type AuditEventJson, type AuditFilter, listAuditEvents } from './event-list-store.js';

/** Events of one statement. */
const batchSize = 500;

export interface ExportFormat {
  /** With the line's end; empty when the format has no header. */
  readonly header: string;
  line(event: AuditEventJson): string;
}

export interface AuditExport {
  readonly filter: AuditFilter;
  readonly format: ExportFormat;
  /** `next` of a page: only what comes behind it. */
  readonly after: string | undefined;
  /** Events at most. */
  readonly limit: number;
}

/** Newest first. A failure destroys the stream, so that nobody takes half an export for a whole one. */
export function auditStream(database: Connection, asked: AuditExport): Readable {
  return Readable.from(exportChunks(database, asked), { objectMode: false });
}

/** The same as pieces of text. */
export async function* exportChunks(
  database: Connection,
  { filter, format, after, limit }: AuditExport,
): AsyncGenerator<string> {
  if (format.header !== '') yield format.header;
  let position = after;
  let left = limit;
  while (left > 0) {
    const page = { limit: Math.min(batchSize, left), after: position };
    // Each batch waits for the database as long as a request may; a long export is not one long wait.
    const { events, next } = await withPatience(() => listAuditEvents(database, filter, page));
    if (events.length > 0) yield events.map((event) => format.line(event)).join('');
    if (next === null) return;
    left -= events.length;
    position = next;
  }
}

/** One JSON object a line, as in the list. */
export const ndjson: ExportFormat = { header: '', line: (event) => `${JSON.stringify(event)}\n` };

const columns: readonly (readonly [string, (event: AuditEventJson) => string | null])[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['type', ({ type }) => type],
  ['actor_type', ({ actor }) => actor.type],
  ['actor_id', ({ actor }) => actor.id],
  ['subject_id', (event) => event.subject_id],
  ['client_id', (event) => event.client_id],
  ['ip', ({ ip }) => ip],
  ['user_agent', (event) => event.user_agent],
  ['outcome', ({ outcome }) => outcome],
  ['detail', ({ detail }) => JSON.stringify(detail)],
];

/** RFC 4180, every field quoted, the first line names the columns. */
export const csv: ExportFormat = {
  header: csvLine(columns.map(([name]) => name)),
  line: (event) => csvLine(columns.map(([, read]) => read(event))),
};

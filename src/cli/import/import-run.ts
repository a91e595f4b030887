/** Goes through a file twice: first to see that it can be read to its end, then to make accounts of it, batch by batch. */
import type { AuditActor } from '../../audit/audit-event.js';
import { isBadValue } from '../../database/failures.js';
import type { Database } from '../../database/schema.js';
import {
  type AccountToImport,
  importAccounts,
  type KnownEmail,
  lookAtEmails,
} from '../../mfa/import-accounts-store.js';
import type { KeyRing } from '../../secrets/key-ring.js';
import { CommandRefused, type Progress } from '../command.js';
import { accountOfRow } from './account-of-row.js';
import type { ImportRecord } from './import-columns.js';
import { type ImportProblem, problemInWords } from './import-problem.js';
import { type ImportFormat, readRecords } from './import-records.js';
import type { ImportReport, ReportLine } from './import-report.js';
import { type ImportRow, readRow } from './import-row.js';
import type { ImportSource } from './import-source.js';
import { MalformedFile } from './raw-record.js';

export interface ImportParts {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly actor: AuditActor;
  readonly now: Date;
  readonly source: ImportSource;
  readonly format: ImportFormat;
  /** Reads and judges, and writes nothing. */
  readonly isDryRun: boolean;
  readonly report: ImportReport;
  progress(progress: Progress): void;
}

/** Records of one statement: enough to be quick, few enough that nobody waits for it. */
const batchSize = 500;
/** More is another day's work; their addresses are held in memory. */
const mostRecords = 2_000_000;

/** Two statements for each batch, one in a dry run. Throws CommandRefused for a file that cannot be read to its end. */
export async function runImport(parts: ImportParts): Promise<void> {
  const total = await countRecords(parts);
  /** Lines by address, of records that were not refused. */
  const seen = new Map<string, number>();
  let done = 0;
  for await (const records of batches(parts)) {
    await parts.report.add(await importBatch(parts, records, seen));
    done += records.length;
    parts.progress({ done, total });
  }
  if (!(await parts.source.isUnchanged())) {
    throw new CommandRefused('file_changed', 'The file was changed while it was read. Run it again with --resume.');
  }
}

/** Nothing is written while it is not known that every record can be found and every column is one we know. */
async function countRecords({ source, format, progress }: ImportParts): Promise<number> {
  let total = 0;
  try {
    for await (const records of readRecords(format, source.text())) {
      total += records.length;
      if (total > mostRecords) throw new CommandRefused('file_refused', 'The file has more than two million records.');
      progress({ done: 0, total });
    }
  } catch (error) {
    if (!(error instanceof MalformedFile)) throw error;
    throw new CommandRefused('file_refused', `${error.message} Nothing was changed.`, { line: error.line });
  }
  return total;
}

async function* batches({ source, format }: ImportParts): AsyncGenerator<readonly ImportRecord[]> {
  let waiting: ImportRecord[] = [];
  for await (const records of readRecords(format, source.text())) {
    waiting = waiting.concat(records);
    for (; waiting.length >= batchSize; waiting = waiting.slice(batchSize)) yield waiting.slice(0, batchSize);
  }
  if (waiting.length > 0) yield waiting;
}

type Judged = { readonly line: number; readonly row: ImportRow } | { readonly lines: readonly ReportLine[] };

async function importBatch(
  parts: ImportParts,
  records: readonly ImportRecord[],
  seen: Map<string, number>,
): Promise<(readonly ReportLine[])[]> {
  const judged = records.map((record) => judge(record, parts.now, seen));
  const keys = judged.flatMap((entry) => ('row' in entry ? [entry.row.email.key] : []));
  const known = keys.length === 0 ? new Map<string, KnownEmail>() : await lookAtEmails(parts.database, keys);
  const accounts = judged.flatMap((entry) =>
    'row' in entry && !known.has(entry.row.email.key) && !parts.isDryRun
      ? [accountOfRow(entry.row, parts.keyRing, parts.actor)]
      : [],
  );
  const made = await makeAccounts(parts.database, accounts);
  const ids = new Map(accounts.map(({ id, emailKey }) => [emailKey, id]));
  return judged.map((entry) => {
    if ('lines' in entry) return entry.lines;
    const { line, row } = entry;
    const { email, key } = row.email;
    const id = ids.get(key);
    if (parts.isDryRun && !known.has(key)) return [{ line, outcome: 'would_create', email }];
    if (id !== undefined && made.created.has(id)) return [{ line, outcome: 'created', id, email }];
    if (id !== undefined && made.refused.has(id))
      return refusedLines(line, [{ field: null, because: 'database_refused' }]);
    return [skipped(line, email, known.get(key) ?? 'other')];
  });
}

function judge(record: ImportRecord, now: Date, seen: Map<string, number>): Judged {
  const { line } = record;
  if (!record.ok) return { lines: refusedLines(line, [{ field: null, because: record.because }]) };
  const reading = readRow(record.values, now);
  if (!reading.ok) return { lines: refusedLines(line, reading.problems) };
  const { email, key } = reading.row.email;
  const earlier = seen.get(key);
  if (earlier !== undefined) {
    const reason = `The address stands in line ${earlier} already.`;
    return { lines: [{ line, outcome: 'duplicate', email, field: 'email', because: 'duplicate', reason }] };
  }
  seen.set(key, line);
  return { line, row: reading.row };
}

function refusedLines(line: number, problems: readonly ImportProblem[]): readonly ReportLine[] {
  return problems.map((problem) => ({ line, outcome: 'refused', ...problem, reason: problemInWords(problem) }));
}

function skipped(line: number, email: string, known: KnownEmail): ReportLine {
  if (known === 'imported') return { line, outcome: 'already_imported', email };
  const reason = 'There is an account with this address already. It was not changed.';
  return { line, outcome: 'email_taken', email, field: 'email', because: 'email_taken', reason };
}

interface Made {
  readonly created: ReadonlySet<string>;
  /** Held a value that the database does not take, although it was looked at before. */
  readonly refused: ReadonlySet<string>;
}

/** A value that nobody foresaw spoils its own record only: then each is tried alone. */
async function makeAccounts(database: Database, accounts: readonly AccountToImport[]): Promise<Made> {
  try {
    return { created: await importAccounts(database, accounts), refused: new Set() };
  } catch (error) {
    if (!isBadValue(error)) throw error;
    const [only, ...others] = accounts;
    if (only !== undefined && others.length === 0) return { created: new Set(), refused: new Set([only.id]) };
  }
  const created = new Set<string>();
  const refused = new Set<string>();
  for (const account of accounts) {
    const made = await makeAccounts(database, [account]);
    for (const id of made.created) created.add(id);
    for (const id of made.refused) refused.add(id);
  }
  return { created, refused };
}

/** The records of a file, whatever its format: CSV with a heading, a JSON array, or one JSON object a line. */
import { createArrayReader } from './array-reader.js';
import { createCsvReader } from './csv-reader.js';
import {
  type ImportColumn,
  type ImportRecord,
  type ImportValues,
  importColumns,
  isImportColumn,
} from './import-columns.js';
import { createLineReader } from './line-reader.js';
import { MalformedFile, type RawRecord, type RecordReader } from './raw-record.js';

export type ImportFormat = 'csv' | 'json' | 'ndjson';

/** By the end of the file's name; undefined for any other. */
export function formatOf(path: string): ImportFormat | undefined {
  const [, end] = /\.(csv|json|ndjson|jsonl)$/i.exec(path) ?? [];
  const format = end?.toLowerCase();
  return format === 'jsonl' ? 'ndjson' : (format as ImportFormat | undefined);
}

/** In the order of the file, in the batches in which they arrive. Throws MalformedFile, also for a column that is not known. */
export async function* readRecords(
  format: ImportFormat,
  pieces: AsyncIterable<string>,
): AsyncGenerator<readonly ImportRecord[]> {
  if (format === 'csv') yield* understood(createCsvReader(), pieces, createRowReading());
  else yield* understood(format === 'json' ? createArrayReader() : createLineReader(), pieces, readObject);
}

async function* understood<Content>(
  reader: RecordReader<Content>,
  pieces: AsyncIterable<string>,
  read: (raw: RawRecord<Content>) => ImportRecord | undefined,
): AsyncGenerator<readonly ImportRecord[]> {
  const all = (raw: readonly RawRecord<Content>[]) => raw.flatMap((record) => read(record) ?? []);
  for await (const piece of pieces) yield all(reader.push(piece));
  yield all(reader.end());
}

/** The first row names the columns. */
function createRowReading(): (raw: RawRecord<string[]>) => ImportRecord | undefined {
  let columns: readonly ImportColumn[] | undefined;
  return ({ line, content }) => {
    if (columns === undefined) {
      columns = readHeading(line, content);
      return undefined;
    }
    if (content === undefined) return { line, ok: false, because: 'record_too_long' };
    if (content.length !== columns.length) return { line, ok: false, because: 'field_count' };
    const entries = columns.map((column, index) => [column, content[index]] as const);
    return { line, ok: true, values: withoutEmpty(entries) };
  };
}

function readHeading(line: number, names: readonly string[] | undefined): readonly ImportColumn[] {
  if (names === undefined) throw new MalformedFile(line, 'is too long for a heading');
  const columns = names.map((name) => known(line, name));
  if (new Set(columns).size < columns.length) throw new MalformedFile(line, 'names a column twice');
  if (!columns.includes('email')) throw new MalformedFile(line, 'names no column email');
  return columns;
}

function readObject({ line, content }: RawRecord<string>): ImportRecord {
  if (content === undefined) return { line, ok: false, because: 'record_too_long' };
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { line, ok: false, because: 'not_json' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { line, ok: false, because: 'not_an_object' };
  const entries = Object.entries(value).map(([name, member]) => [known(line, name), member] as const);
  return { line, ok: true, values: withoutEmpty(entries) };
}

/** The name is repeated only as far as it looks like one: a file without a heading has somebody's data there. */
function known(line: number, name: string): ImportColumn {
  if (isImportColumn(name)) return name;
  const shown = /^[a-z_]{1,24}$/.test(name) ? `"${name}"` : 'of another name';
  throw new MalformedFile(line, `has a column ${shown}, which is not known. There are: ${importColumns.join(', ')}`);
}

function withoutEmpty(entries: readonly (readonly [ImportColumn, unknown])[]): ImportValues {
  return Object.fromEntries(entries.filter(([, value]) => value !== '' && value !== null && value !== undefined));
}

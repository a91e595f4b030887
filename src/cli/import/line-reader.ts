/** Reads lines, as NDJSON has them: each a record, empty ones passed over. */
import { longestRecord, type RawRecord, type RecordReader } from './raw-record.js';

export function createLineReader(): RecordReader<string> {
  let line = 1;
  let text = '';
  let length = 0;

  function take(piece: string): void {
    length += piece.length;
    if (length <= longestRecord) text += piece;
  }

  function finish(records: RawRecord<string>[]): void {
    if (length > longestRecord) records.push({ line, content: undefined });
    else if (text.trim() !== '') records.push({ line, content: text });
    text = '';
    length = 0;
    line += 1;
  }

  return {
    push(piece) {
      const records: RawRecord<string>[] = [];
      const [rest = '', ...others] = piece.split('\n');
      take(rest);
      for (const other of others) {
        finish(records);
        take(other);
      }
      return records;
    },
    end() {
      const records: RawRecord<string>[] = [];
      finish(records);
      return records;
    },
  };
}

/** Reads CSV as RFC 4180 has it, strictly: commas, quotes doubled inside quotes, lines that end in CRLF or LF. */
import { longestRecord, MalformedFile, type RawRecord, type RecordReader } from './raw-record.js';

/** `begin` of a field; `plain` and `quoted` inside one; `closed` behind its last quote; `return` between CR and LF. */
type Place = 'begin' | 'plain' | 'quoted' | 'closed' | 'return';

/** Lines without anything are passed over. */
export function createCsvReader(): RecordReader<string[]> {
  let place: Place = 'begin';
  let line = 1;
  let began = 1;
  let fields: string[] = [];
  let field = '';
  let length = 0;
  let wasQuoted = false;

  /** What a record that is too long holds is not kept. */
  function take(text: string): void {
    length += text.length;
    if (length <= longestRecord) field += text;
  }

  function endField(): void {
    length += 1;
    if (length <= longestRecord) fields.push(field);
    field = '';
    place = 'begin';
  }

  function endRecord(records: RawRecord<string[]>[]): void {
    const isEmpty = fields.length === 0 && field === '' && length === 0 && !wasQuoted;
    endField();
    const content = length > longestRecord ? undefined : fields;
    if (!isEmpty) records.push({ line: began, content });
    fields = [];
    length = 0;
    wasQuoted = false;
    began = line;
  }

  function takeSign(sign: string, records: RawRecord<string[]>[]): void {
    if (sign === '\n') line += 1;
    if (place === 'return' && sign !== '\n') throw new MalformedFile(line, 'has a carriage return that ends no line');
    if (place === 'quoted') {
      if (sign === '"') place = 'closed';
      else take(sign);
    } else if (sign === '\n') endRecord(records);
    else if (sign === '\r') place = 'return';
    else if (sign === ',') endField();
    else if (sign === '"' && place === 'begin') {
      place = 'quoted';
      wasQuoted = true;
    } else if (sign === '"' && place === 'closed') {
      place = 'quoted';
      take(sign);
    } else if (sign === '"') throw new MalformedFile(line, 'has a quote inside a field that does not begin with one');
    else if (place === 'closed') throw new MalformedFile(line, 'goes on behind the closing quote of a field');
    else {
      place = 'plain';
      take(sign);
    }
  }

  return {
    push(text) {
      const records: RawRecord<string[]>[] = [];
      // Signs that mean something are stepped through, what lies between them is taken at once.
      const signs = /[",\r\n]/g;
      let at = 0;
      while (at < text.length) {
        signs.lastIndex = at;
        const next = signs.exec(text)?.index ?? text.length;
        if (next > at) {
          if (place === 'quoted' || place === 'plain') take(text.slice(at, next));
          else {
            takeSign(text.charAt(at), records);
            take(text.slice(at + 1, next));
          }
        }
        if (next < text.length) takeSign(text.charAt(next), records);
        at = next + 1;
      }
      return records;
    },
    end() {
      const records: RawRecord<string[]>[] = [];
      if (place === 'quoted') throw new MalformedFile(began, 'begins a quoted field that never ends');
      if (place === 'return') throw new MalformedFile(line, 'has a carriage return that ends no line');
      endRecord(records);
      return records;
    },
  };
}

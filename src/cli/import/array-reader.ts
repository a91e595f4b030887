/** Cuts one JSON array into the texts of its elements, without reading them: nobody holds the whole of it. */
import { longestRecord, MalformedFile, type RawRecord, type RecordReader } from './raw-record.js';

/** `before` and `behind` the array; `first`: an element or the end; `element`: one must come; `inside` one. */
type Place = 'before' | 'first' | 'element' | 'inside' | 'behind';

export function createArrayReader(): RecordReader<string> {
  let place: Place = 'before';
  let line = 1;
  let began = 1;
  let text = '';
  let length = 0;
  /** Brackets open inside the element. */
  let depth = 0;
  let inString = false;
  let isEscaped = false;

  function take(sign: string): void {
    length += sign.length;
    if (length <= longestRecord) text += sign;
  }

  function finish(records: RawRecord<string>[]): void {
    records.push({ line: began, content: length > longestRecord ? undefined : text });
    text = '';
    length = 0;
  }

  function takeInside(sign: string, records: RawRecord<string>[]): void {
    if (inString) {
      if (isEscaped) isEscaped = false;
      else if (sign === '\\') isEscaped = true;
      else if (sign === '"') inString = false;
    } else if (depth === 0 && (sign === ',' || sign === ']')) {
      finish(records);
      place = sign === ',' ? 'element' : 'behind';
      return;
    } else if (sign === '"') inString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth < 0) throw new MalformedFile(line, 'closes a bracket that was not opened');
    take(sign);
  }

  function takeSign(sign: string, records: RawRecord<string>[]): void {
    if (sign === '\n') line += 1;
    if (place === 'inside') takeInside(sign, records);
    else if (!/[ \t\r\n]/.test(sign)) takeOutside(sign, records);
  }

  function takeOutside(sign: string, records: RawRecord<string>[]): void {
    if (place === 'before' && sign === '[') {
      place = 'first';
      return;
    }
    if (place === 'before') throw new MalformedFile(line, 'does not begin a JSON array. One object a line is .ndjson');
    if (place === 'behind') throw new MalformedFile(line, 'goes on behind the end of the array');
    if (place === 'first' && sign === ']') {
      place = 'behind';
      return;
    }
    if (sign === ',' || sign === ']') throw new MalformedFile(line, 'has a comma with nothing beside it');
    place = 'inside';
    began = line;
    takeInside(sign, records);
  }

  return {
    push(piece) {
      const records: RawRecord<string>[] = [];
      for (const sign of piece) takeSign(sign, records);
      return records;
    },
    end() {
      if (place !== 'behind') throw new MalformedFile(line, 'is the last, and the array has not ended');
      return [];
    },
  };
}

/** The readers of an import: every format, cut at every place, and what leaves open where the next record begins. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createArrayReader } from '../../../src/cli/import/array-reader.js';
import { createCsvReader } from '../../../src/cli/import/csv-reader.js';
import type { ImportRecord } from '../../../src/cli/import/import-columns.js';
import { formatOf, type ImportFormat, readRecords } from '../../../src/cli/import/import-records.js';
import { createLineReader } from '../../../src/cli/import/line-reader.js';
import type { RecordReader } from '../../../src/cli/import/raw-record.js';

/** All records, the text given in pieces of this length. */
function readAll<Content>(reader: RecordReader<Content>, text: string, length = text.length || 1) {
  const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

async function recordsOf(format: ImportFormat, ...pieces: string[]): Promise<ImportRecord[]> {
  const found: ImportRecord[] = [];
  const given = (async function* () {
    yield* pieces;
  })();
  for await (const records of readRecords(format, given)) found.push(...records);
  return found;
}

describe('CSV', () => {
  const rows = (text: string, length?: number) =>
    readAll(createCsvReader(), text, length).map(({ line, content }) => [line, content]);

  test.each([
    [
      'LF',
      'a,b\nc,d\n',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'no end of the last line',
      'a,b\nc,d',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'empty fields',
      ',\n"",\n',
      [
        [1, ['', '']],
        [2, ['', '']],
      ],
    ],
    [
      'empty lines, which are passed over',
      '\na\n\r\n\nb\n\n',
      [
        [2, ['a']],
        [5, ['b']],
      ],
    ],
    ['a quoted empty field on a line of its own', '""\n', [[1, ['']]]],
    [
      'commas, quotes and line ends inside quotes',
      '"a,""b""\r\nc",d\ne,f\n',
      [
        [1, ['a,"b"\r\nc', 'd']],
        [3, ['e', 'f']],
      ],
    ],
    ['cells that a spreadsheet would compute', '=1+1,"=HYPERLINK(""x"")"\n', [[1, ['=1+1', '=HYPERLINK("x")']]]],
    ['NUL, which is for the rows to refuse', 'a\0b,c\n', [[1, ['a\0b', 'c']]]],
    ['emoji', 'é😀,b\n', [[1, ['é😀', 'b']]]],
  ])('%s', (_, text, expected) => {
    for (const length of [1, 2, 3, 5, 1000]) expect(rows(text, length)).toEqual(expected);
  });

  test.each([
    ['a quote inside a plain field', 'a"b,c\n', 'Line 1 has a quote inside'],
    ['something behind a closing quote', 'x\n"a"b\n', 'Line 2 goes on behind'],
    ['a quote that never ends', 'x\n"a\nb\n', 'Line 2 begins a quoted field that never ends'],
    ['a carriage return alone', 'a\rb\n', 'carriage return'],
    ['a carriage return at the end', 'a\r', 'carriage return'],
  ])('%s is refused with its line', (_, text, sentence) => {
    for (const length of [1, 2, 1000]) expect(() => rows(text, length)).toThrow(sentence);
  });

  test('whatever the fields hold, they come back as they were written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é'), maxLength: 8 });
    const row = fc.array(field, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (table, length) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = table.map((fields) => `${fields.map(quoted).join(',')}\r\n`).join('');
        expect(readAll(createCsvReader(), text, length).map(({ content }) => content)).toEqual(table);
      }),
    );
  });

  test('a record of a mebibyte is not kept, and the next one is read', () => {
    const text = `a,b\n"${'x'.repeat(1_048_576)}",c\nd,e\n`;
    const found = readAll(createCsvReader(), text, 65_536);
    expect(found).toEqual([
      { line: 1, content: ['a', 'b'] },
      { line: 2, content: undefined },
      { line: 3, content: ['d', 'e'] },
    ]);
  });
});

describe('a JSON array', () => {
  const texts = (text: string, length?: number) =>
    readAll(createArrayReader(), text, length).map(({ line, content }) => [line, content]);

  test.each([
    ['nothing in it', ' [ ]\n', []],
    ['one element', '[{"a":1}]', [[1, '{"a":1}']]],
    [
      'brackets and quotes inside strings',
      '[\n{"a":"]},\\"{["},\n{"b":["\\\\"]}\n]\n',
      [
        [2, '{"a":"]},\\"{["}'],
        [3, '{"b":["\\\\"]}\n'],
      ],
    ],
    [
      'something that is no object',
      '[5, "x"]',
      [
        [1, '5'],
        [1, '"x"'],
      ],
    ],
  ])('%s', (_, text, expected) => {
    for (const length of [1, 2, 3, 1000]) expect(texts(text, length)).toEqual(expected);
  });

  test.each([
    ['an object alone', '{"a":1}', 'does not begin a JSON array'],
    ['nothing', '', 'the array has not ended'],
    ['no end', '[{"a":1}', 'the array has not ended'],
    ['a string without end', '[{"a":"]', 'the array has not ended'],
    ['a comma at the end', '[{},]', 'a comma with nothing beside it'],
    ['two commas', '[{},,{}]', 'a comma with nothing beside it'],
    ['two arrays', '[]\n[]', 'Line 2 goes on behind the end'],
    ['a bracket too many', '[{}}]', 'closes a bracket'],
  ])('%s is refused', (_, text, sentence) => {
    for (const length of [1, 1000]) expect(() => texts(text, length)).toThrow(sentence);
  });
});

test('NDJSON: lines of any end, empty ones passed over, a long one not kept', () => {
  const text = `{"a":1}\r\n\n  \n{"b":2}\n${'x'.repeat(70_000)}\n{"c":3}`;
  for (const length of [1, 7, 100_000]) {
    expect(readAll(createLineReader(), text, length)).toEqual([
      { line: 1, content: '{"a":1}\r' },
      { line: 4, content: '{"b":2}' },
      { line: 5, content: undefined },
      { line: 6, content: '{"c":3}' },
    ]);
  }
});

describe('columns and members', () => {
  test('what is empty or null is absent', async () => {
    const values = { email: 'anna@example.com' };
    expect(await recordsOf('csv', 'email,name\nanna@example.com,\n')).toEqual([{ line: 2, ok: true, values }]);
    expect(await recordsOf('json', '[{"email":"anna@example.com","name":null}]')).toEqual([
      { line: 1, ok: true, values },
    ]);
  });

  test.each<[string, ImportFormat, string, string]>([
    ['an unknown column', 'csv', 'email,password\n', 'Line 1 has a column "password", which is not known'],
    ['an unknown member, however late', 'ndjson', '{"email":"a@example.com"}\n{"mail":"b@example.com"}\n', 'Line 2'],
    ['a member of the prototype', 'json', '[{"email":"a@example.com","__proto__":{"roles":["admin"]}}]', 'Line 1'],
    ['a column twice', 'csv', 'email,email\n', 'names a column twice'],
    ['no address', 'csv', 'name\n', 'names no column email'],
  ])('%s is refused', async (_, format, text, sentence) => {
    await expect(recordsOf(format, text)).rejects.toThrow(sentence);
  });

  test('a file without a heading is refused, and its first row not repeated', async () => {
    const failed = recordsOf('csv', 'anna@example.com,JBSWY3DPEHPK3PXP\n');
    await expect(failed).rejects.toThrow('a column of another name');
    await expect(failed).rejects.not.toThrow(/JBSWY|anna/);
  });

  test.each<[string, ImportFormat, string, string]>([
    ['a row of another length', 'csv', 'email,name\na@example.com\n', 'field_count'],
    ['a line that is not JSON', 'ndjson', '{"email":\n', 'not_json'],
    ['an array as an element', 'json', '[[]]', 'not_an_object'],
    ['a number', 'ndjson', '5\n', 'not_an_object'],
  ])('%s spoils itself only', async (_, format, text, because) => {
    expect(await recordsOf(format, text)).toEqual([expect.objectContaining({ ok: false, because })]);
  });
});

test.each([
  ['users.csv', 'csv'],
  ['USERS.JSON', 'json'],
  ['a.b.ndjson', 'ndjson'],
  ['users.jsonl', 'ndjson'],
  ['users.xlsx', undefined],
  ['csv', undefined],
])('%s is %s', (path, format) => {
  expect(formatOf(path)).toBe(format);
});

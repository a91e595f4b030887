/** The schema as TypeScript sees it is the schema the migrations make. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/test-database.js';

/** PostgreSQL's type names, by the TypeScript that schema.ts must write for them. */
const typeScriptTypes: [RegExp, string[]][] = [
  [/^string$|^'/, ['text', 'uuid', 'date']],
  [/^number$|^ColumnType<number/, ['integer', 'bigint']],
  [/^boolean$/, ['boolean']],
  [/^Date$|^MomentWithDefault$/, ['timestamp with time zone']],
  [/^string\[\]$/, ['text[]']],
  [/^Date\[\]$/, ['timestamp with time zone[]']],
  [/^Json</, ['jsonb']],
];

interface Column {
  table: string;
  column: string;
  types: string[];
  nullable: boolean;
}

/** Reads the interfaces of schema.ts and of the files it is made of; the house style keeps them plain enough for this. */
function columnsOfSchema(): Column[] {
  const files = ['schema', 'account-tables', 'protocol-tables', 'installation-tables'];
  const source = files.map((file) => readFileSync(`src/database/${file}.ts`, 'utf8')).join('\n');
  const tables = new Map([...source.matchAll(/^ {2}(\w+): (\w+Table);$/gm)].map(([, table, name]) => [name, table]));
  return [...source.matchAll(/export interface (\w+Table) \{(.*?)\n\}/gs)].flatMap(([, name, body = '']) =>
    [...body.matchAll(/^ {2}(\w+): (.*);$/gm)].map(([, column = '', type = '']) => {
      const bare = type.replace(/ \| null$/, '').replace(/^Generated<(.*)>$/, '$1');
      const types = typeScriptTypes.find(([pattern]) => pattern.test(bare))?.[1] ?? [`nothing for ${bare}`];
      return { table: tables.get(name) ?? `no entry for ${name}`, column, types, nullable: type.endsWith(' | null') };
    }),
  );
}

describe.each(databaseKinds)('%s', (kind) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.close());

  test('tables, columns, types and nullability agree', async () => {
    const { rows } = await sql<{ table: string; column: string; type: string; nullable: boolean }>`
      SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND c.relname NOT LIKE 'kysely%'
      ORDER BY c.relname, a.attname`.execute(opened.database);
    const name = ({ table, column }: { table: string; column: string }) => `${table}.${column}`;
    const described = columnsOfSchema().sort((a, b) => (name(a) < name(b) ? -1 : 1));
    const inDatabase = rows.sort((a, b) => (name(a) < name(b) ? -1 : 1));
    expect(described.map(name)).toEqual(inDatabase.map(name));
    const wrong = inDatabase.filter((row, index) => {
      const { types = [], nullable } = described[index] ?? {};
      return !types.includes(row.type) || nullable !== row.nullable;
    });
    expect(wrong).toEqual([]);
  });
});

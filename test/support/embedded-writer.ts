/** Run as a process of its own and killed by the fault tests: writes rows, and prints the number of each that was acknowledged. */
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/connect.js';
import { migrateToLatest } from '../../src/database/migrate.js';

process.stdout.write('starting\n');
const { database } = await openDatabase({ dataDir: process.argv[2] ?? '' });
await migrateToLatest(database);
process.stdout.write('ready\n');

const { rows } = await sql<{ next: number }>`SELECT coalesce(max(value::int), 0) + 1 AS next FROM installation`.execute(
  database,
);
for (let row = rows[0]?.next ?? 1; ; row += 1) {
  // Two rows in one transaction: after a kill there must be both or neither.
  await database.transaction().execute(async (transaction) => {
    await sql`INSERT INTO installation (key, value) VALUES (${`left ${row}`}, ${row})`.execute(transaction);
    await sql`INSERT INTO installation (key, value) VALUES (${`right ${row}`}, ${row})`.execute(transaction);
  });
  process.stdout.write(`${row}\n`);
}

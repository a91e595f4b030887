/** `migrate`. */
import { migrateToLatest, migrationStatus } from '../../database/migrate.js';
import { defineCommand } from '../command.js';
import { flag } from '../option.js';
import { table } from '../printable.js';

export const migrate = defineCommand({
  words: 'migrate',
  summary: 'Bring the database up to this version',
  place: 'beside-database',
  options: { status: flag('Change nothing, only list what is applied and what is to come') },
  async run(context, { status }) {
    const { database } = await context.connect();
    if (!status) {
      const applied = await migrateToLatest(database);
      const text = applied.length === 0 ? 'There was nothing to do.' : `Applied: ${applied.join(', ')}`;
      return { json: { applied }, text };
    }
    const states = (await migrationStatus(database)).map(({ name, appliedAt }) => ({
      name,
      applied_at: appliedAt?.toISOString() ?? null,
    }));
    return { json: { data: states }, text: table(states, ['name', 'applied_at'], 'There are no migrations.') };
  },
});

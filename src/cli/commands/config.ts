/** `config`. */
import { effectiveSettings } from '../../settings/effective-settings.js';
import { defineCommand } from '../command.js';
import { table } from '../printable.js';

export const config = defineCommand({
  words: 'config',
  summary: 'Show the settings in force here, secrets masked',
  place: 'here',
  options: {},
  async run({ settings, sources }) {
    const entries = effectiveSettings(settings, sources).map((entry) => ({ ...entry }));
    return { json: { data: entries }, text: table(entries, ['variable', 'value', 'source'], 'There are no settings.') };
  },
});

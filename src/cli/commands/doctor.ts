/** `doctor`: looks at everything that goes wrong in practice, and says what to do. Changes nothing. */
import { defineCommand } from '../command.js';
import { databaseChecks } from '../database-checks.js';
import { folderCheck } from '../folder-check.js';
import { mailCheck } from '../mail-check.js';
import { columns } from '../printable.js';
import { settingsChecks } from '../settings-checks.js';

export const doctor = defineCommand({
  words: 'doctor',
  summary: 'Look whether all is well, and say what to do',
  place: 'beside-database',
  options: {},
  async run(context) {
    const checks = [
      ...settingsChecks(context.settings),
      await folderCheck(context.settings),
      await mailCheck(context.settings),
      ...(await databaseChecks(context)),
    ];
    const isWell = checks.every(({ status }) => status !== 'failed');
    const lines = columns(checks.map(({ name, status, message }) => [marks[status], name, message]));
    return {
      json: { ok: isWell, data: checks },
      text: [...lines, '', isWell ? 'Nothing stands in the way.' : 'Something must be set right first.'].join('\n'),
      failed: !isWell,
    };
  },
});

const marks = { ok: 'ok', warning: 'WARNING', failed: 'FAILED' } as const;
